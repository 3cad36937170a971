-- Small reckonings that views, audits and people use. No macro has a lambda: DuckDB's spelling of them differs between
-- the versions that may open the file.

CREATE MACRO plain_digits(raw_text) AS regexp_replace(
    translate(raw_text, '０１２３４５６７８９．％，', '0123456789.%,'), '[,\s]', '', 'g'
);
COMMENT ON MACRO plain_digits IS 'A raw text with half-width digits and without blanks and commas';

-- Half of the last written place. The first number of the raw text tells it where it is the value but for a power of ten
-- (1.8 with a scale word for 18000: places of 1000); else the value's own digits do. Whole numbers of 10000 or more that
-- end in at least two zeros are taken as rounded.
CREATE MACRO half_place(value, raw_text) AS (
    SELECT
        CASE
            WHEN v IS NULL THEN NULL
            WHEN fits AND strpos(m, '.') > 0 THEN 10 ** (power - length(split_part(m, '.', 2)))
            WHEN fits AND power > 0 AND (v < 10000 OR length(regexp_extract(m, '0*$')) < 2) THEN 10 ** power
            WHEN length(split_part(told, '.', 2)) = 10 THEN 1.0  -- a fraction in words: two thirds
            WHEN strpos(told, '.') > 0 THEN 10 ** -length(split_part(told, '.', 2))
            WHEN v >= 10000 AND length(regexp_extract(told, '0*$')) >= 2 THEN 10 ** length(regexp_extract(told, '0*$'))
            ELSE 1.0
        END / 2
    FROM (
        SELECT
            *,
            CASE WHEN x > 0 AND v > 0 THEN round(log10(v / x)) ELSE 0 END AS power,
            CASE WHEN x > 0 AND v > 0 THEN v / x > 0.5 AND abs(log10(v / x) - round(log10(v / x))) < 1e-9 ELSE x = v END
                AS fits
        FROM (
            SELECT
                abs(value)::DOUBLE AS v,
                rtrim(rtrim(abs(value)::DECIMAL(38, 10)::VARCHAR, '0'), '.') AS told,
                regexp_extract(plain_digits(raw_text), '[0-9]+(?:\.[0-9]+)?') AS m,
                try_cast(regexp_extract(plain_digits(raw_text), '[0-9]+(?:\.[0-9]+)?') AS DOUBLE) AS x
        )
    )
);
COMMENT ON MACRO half_place IS 'By how much a value may be rounded: half of its last written place, told by its raw text where that shows it (1.8 with a scale word: 500), else by its own digits';

CREATE MACRO counted_half(value, rounding, dimension) AS CASE
    WHEN dimension IN ('count', 'people', 'events') AND rounding = 0.5 AND value = trunc(value) THEN 0 ELSE rounding
END;
COMMENT ON MACRO counted_half IS 'By how much a value may be rounded, told records.rounding: nothing for a whole number of things, people or events that is told to the last one';

-- The raw text where the evidence has it as such, else its digits if they are many enough to be found; null else.
CREATE MACRO seen_as(evidence, raw_text) AS CASE
    WHEN strpos(evidence, raw_text) > 0 THEN raw_text
    WHEN length(regexp_extract(plain_digits(raw_text), '[0-9]+(?:\.[0-9]+)?')) > 2
        AND strpos(evidence, regexp_extract(plain_digits(raw_text), '[0-9]+(?:\.[0-9]+)?')) > 0
        THEN regexp_extract(plain_digits(raw_text), '[0-9]+(?:\.[0-9]+)?')
END;
COMMENT ON MACRO seen_as IS 'How a number stands in its cleaned sentence: as in the raw file, or its digits; null where neither is found';

CREATE MACRO clause_before(evidence, raw_text) AS regexp_extract(
    left(evidence, strpos(evidence, seen_as(evidence, raw_text)) - 1), '[^，；。、,;（）()]*$'
);
COMMENT ON MACRO clause_before IS 'The words between the last punctuation mark and a number in its sentence; null where it is not found there';

CREATE MACRO clause_after(evidence, raw_text) AS regexp_extract(
    substr(evidence, strpos(evidence, seen_as(evidence, raw_text)) + length(seen_as(evidence, raw_text))), '^[^，；。、,;（）()]*'
);
COMMENT ON MACRO clause_after IS 'The words between a number and the next punctuation mark in its sentence; null where it is not found there';

-- Tables within macros are renamed: an argument that is called like a column of theirs would be taken for it.
CREATE MACRO says(told, list_name) AS coalesce(
    regexp_matches(
        told,
        (
            SELECT string_agg(regexp_escape(known_word), '|')
            FROM (SELECT kind AS known_kind, word AS known_word FROM vocabulary)
            WHERE known_kind = list_name
        )
    ),
    false
);
COMMENT ON MACRO says IS 'Whether a text has one of the words of a list of the table vocabulary';

CREATE MACRO left_behind(evidence, raw_text) AS
    says(right(clause_before(evidence, raw_text), 8), 'from_mark') AND says(left(clause_after(evidence, raw_text), 8), 'to_mark');
COMMENT ON MACRO left_behind IS 'Whether a sentence says that a number is no longer so: from this number to another one';

CREATE MACRO pace_of(measure, evidence, raw_text) AS CASE
    WHEN measure IN ('change', 'growth') AND says(clause_before(evidence, raw_text), 'yearly_word') THEN 'yearly'
END;
COMMENT ON MACRO pace_of IS 'yearly for a change or growth that its sentence calls an average over the years; else null';

CREATE MACRO known_factor(unit_name) AS (
    SELECT any_value(known_factor)
    FROM (SELECT unit AS known_unit, factor AS known_factor FROM unit_conversions)
    WHERE known_unit = unit_name
);
COMMENT ON MACRO known_factor IS 'How many base units a unit of the table unit_conversions is; null for others';

CREATE MACRO known_base(unit_name) AS (
    SELECT any_value(known_base)
    FROM (SELECT unit AS known_unit, base_unit AS known_base FROM unit_conversions)
    WHERE known_unit = unit_name
);
COMMENT ON MACRO known_base IS 'Base unit of a unit of the table unit_conversions; null for others';

CREATE MACRO unit_factor(unit_name) AS coalesce(
    known_factor(unit_name),
    known_factor(split_part(unit_name, '/', 1)) / known_factor(split_part(unit_name, '/', 2)),
    1
);
COMMENT ON MACRO unit_factor IS 'How many base units one unit is; compound units (with a slash) are built from their halves; 1 for an unknown unit';

CREATE MACRO unit_base(unit_name) AS coalesce(
    known_base(unit_name),
    known_base(split_part(unit_name, '/', 1)) || '/' || known_base(split_part(unit_name, '/', 2)),
    unit_name
);
COMMENT ON MACRO unit_base IS 'The unit that a unit can be turned into, compound units by their halves; the unit itself where it is not known';

CREATE MACRO convert(value, from_unit, to_unit) AS CASE
    WHEN from_unit = to_unit THEN value::DOUBLE
    WHEN unit_base(from_unit) = unit_base(to_unit)
        THEN round(value::DOUBLE * (unit_factor(from_unit) / unit_factor(to_unit)), 10)
END;
COMMENT ON MACRO convert IS 'A value in another unit, to ten decimals: convert(3, from, to); null where the units do not measure the same';

CREATE MACRO without_remarks(dimensions) AS trim(
    regexp_replace(
        dimensions::VARCHAR,
        (
            SELECT '(?:' || coalesce(string_agg(regexp_escape(known_word), '|'), '-') || ')=[^,}]*(?:, )?'
            FROM (SELECT kind AS known_kind, word AS known_word FROM vocabulary)
            WHERE known_kind = 'remark_dimension'
        ),
        '',
        'g'
    ),
    '{}, '
);
COMMENT ON MACRO without_remarks IS 'Dimensions as a text, without those that only remark on a record and single out no part of what is counted';
