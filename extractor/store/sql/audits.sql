-- Audits that need more than one sentence: a level and its growth or change against the former level, years against
-- their sum, goals against what was reached. Run at the end of a run, when all tables are filled.

CREATE TEMP MACRO in_one_line(raw_text) AS trim(regexp_replace(regexp_replace(raw_text, '<[^<>]*>', '', 'g'), '\s+', ' ', 'g'));
CREATE TEMP MACRO audit_name(kind, ids) AS md5(kind || chr(31) || array_to_string(ids, chr(31)));
-- A number in the unit of a raw text, with as many places as a rounding of this size leaves, and one more.
CREATE TEMP MACRO written(value, half) AS CASE
    WHEN half <= 0.0006 THEN printf('%.4f', value)
    WHEN half <= 0.006 THEN printf('%.3f', value)
    WHEN half <= 0.06 THEN printf('%.2f', value)
    ELSE printf('%.1f', value)
END;

-- A value written as a raw text writes another one.
CREATE TEMP MACRO like_raw(made, value, raw_text, half) AS (
    SELECT CASE
        WHEN m > 0 AND v > 0 AND abs(log10(v / m) - round(log10(v / m))) < 1e-9
            THEN rtrim(rtrim(written(made / (v / m), half / (v / m)), '0'), '.') || rest
        ELSE rtrim(rtrim(printf('%.4f', made), '0'), '.')
    END
    FROM (
        SELECT
            abs(value)::DOUBLE AS v,
            try_cast(regexp_extract(plain_digits(in_one_line(raw_text)), '[0-9]+(?:\.[0-9]+)?') AS DOUBLE) AS m,
            regexp_extract(plain_digits(in_one_line(raw_text)), '[0-9]+(?:\.[0-9]+)?([^0-9]*)$', 1) AS rest
    )
);
CREATE TEMP MACRO signed(value, raw_text) AS CASE WHEN value < 0 AND NOT starts_with(raw_text, '-') THEN '-' ELSE '' END
    || in_one_line(raw_text);

CREATE TEMP TABLE audit_levels AS
SELECT
    coalesce(r.indicator_id, r.indicator) AS what,
    coalesce(r.region_code, r.region, '') AS place,
    r.dimensions AS dims,
    coalesce(u.base_unit, r.unit) AS base_unit,
    r.value * coalesce(u.factor, 1) AS amount,
    counted_half(r.value, r.rounding, u.dimension) * coalesce(u.factor, 1) AS half,
    r.period_start,
    r.period_end,
    r.period_type,
    r.status,
    r.doc_path,
    d.published,
    r.record_id,
    r.raw_start,
    r.raw_text,
    r.evidence
FROM records AS r
JOIN documents AS d ON d.doc_path = r.doc_path
LEFT JOIN unit_conversions AS u ON u.unit = r.unit
WHERE r.measure = 'level' AND r.qualifier = 'exact' AND r.value IS NOT NULL AND r.period_end IS NOT NULL AND NOT r.former;

-- Changes and growths with the period that they are against.
CREATE TEMP TABLE audit_moves AS
SELECT
    r.* EXCLUDE (former),
    coalesce(r.indicator_id, r.indicator) AS what,
    coalesce(r.region_code, r.region, '') AS place,
    coalesce(u.base_unit, r.unit) AS base_unit,
    coalesce(u.factor, 1) AS factor,
    counted_half(r.value, r.rounding, u.dimension) AS half,
    d.published,
    CASE
        WHEN length(r.base_period) = 10 THEN TRY_CAST(r.base_period AS DATE)
        ELSE (r.period_end - to_years((year(r.period_end) - TRY_CAST(r.base_period AS INTEGER))::INTEGER))::DATE
    END AS former_end,
    CASE
        WHEN length(r.base_period) = 10 THEN TRY_CAST(r.base_period AS DATE)
        ELSE (r.period_start - to_years((year(r.period_end) - TRY_CAST(r.base_period AS INTEGER))::INTEGER))::DATE
    END AS former_start
FROM records AS r
JOIN documents AS d ON d.doc_path = r.doc_path
LEFT JOIN unit_conversions AS u ON u.unit = r.unit
WHERE r.measure IN ('change', 'growth') AND r.status = 'actual' AND r.value IS NOT NULL AND r.period_end IS NOT NULL
    AND (r.measure = 'change' OR r.unit = '%')
    AND (
        regexp_full_match(r.base_period, '[0-9]{4}')
        OR (regexp_full_match(r.base_period, '[0-9]{4}-12-31') AND r.period_start = r.period_end)
    )
    AND date_diff('month', r.period_start, r.period_end + 1) <= 12
    AND r.pace IS NULL AND NOT r.former;

INSERT INTO audits
WITH paired AS (
    SELECT
        m.record_id,
        arg_min(
            now,
            (now.evidence <> m.evidence)::INTEGER * 1000000000 + abs(now.raw_start - m.raw_start)
        ) AS level
    FROM audit_moves AS m
    JOIN audit_levels AS now
        ON now.what = m.what AND now.place = m.place AND now.dims = m.dimensions AND now.doc_path = m.doc_path
        AND now.status = 'actual' AND now.period_start = m.period_start AND now.period_end = m.period_end
        AND (
            m.measure = 'growth' OR now.base_unit = m.base_unit
            OR (now.base_unit = '%' AND m.base_unit = (SELECT base_unit FROM unit_conversions WHERE dimension = 'points' LIMIT 1))
        )
    GROUP BY m.record_id
),

formers AS (
    SELECT
        m.record_id,
        any_value(p.level) AS level,
        arg_min(
            former,
            CASE
                WHEN former.doc_path = m.doc_path THEN 0
                WHEN former.published <= m.published THEN 1 + date_diff('day', former.published, m.published)
                ELSE 1000000
            END
        ) AS former
    FROM audit_moves AS m
    JOIN paired AS p ON p.record_id = m.record_id
    JOIN audit_levels AS former
        ON former.what = m.what AND former.place = m.place AND former.dims = m.dimensions
        AND former.base_unit = p.level.base_unit AND former.status = 'actual'
        AND former.period_end = m.former_end
        AND (former.period_start = m.former_start OR length(m.base_period) = 10)
        AND former.record_id <> p.level.record_id
    GROUP BY m.record_id
),

reckoned AS (
    SELECT
        m.*,
        f.level,
        f.former,
        CASE
            WHEN m.measure = 'growth' THEN 100 * (f.level.amount / f.former.amount - 1)
            ELSE (f.level.amount - f.former.amount) / m.factor
        END AS made,
        CASE
            WHEN m.measure = 'growth' THEN m.half + greatest(
                100 * ((f.level.amount + f.level.half) / (f.former.amount - f.former.half) - f.level.amount / f.former.amount),
                100 * (f.level.amount / f.former.amount - (f.level.amount - f.level.half) / (f.former.amount + f.former.half))
            )
            ELSE m.half + (f.level.half + f.former.half) / m.factor
        END AS slack
    FROM audit_moves AS m
    JOIN formers AS f ON f.record_id = m.record_id
    WHERE m.measure = 'change' OR f.former.amount - f.former.half > 0
),

judged AS (
    SELECT
        *,
        abs(value - made) <= slack + 1e-9 * greatest(1, abs(made)) AS fits,
        CASE
            WHEN qualifier <> 'exact' THEN 'about, more than or less than'
            WHEN measure = 'growth' AND says(indicator, 'own_basis') THEN 'the growth has a basis of its own'
            WHEN says(evidence, 'comparable_basis') THEN 'the sentence tells of another basis'
        END AS excuse,
        [record_id, level.record_id, former.record_id] AS ids
    FROM reckoned
)

SELECT
    audit_name(measure, ids),
    measure,
    CASE WHEN fits THEN 'agrees' WHEN excuse IS NULL THEN 'disagrees' ELSE 'unchecked' END,
    CASE
        WHEN fits THEN NULL
        ELSE coalesce(excuse, CASE WHEN former.evidence <> evidence THEN 'the former level may have been revised since' END)
    END,
    indicator_id,
    indicator,
    region_code,
    region,
    period_start,
    period_end,
    status,
    CASE measure
        WHEN 'growth' THEN concat(
            in_one_line(level.raw_text), ' / ', in_one_line(former.raw_text), ' - 1 = ', written(made, half), '%; said ',
            signed(value, raw_text)
        )
        ELSE concat(
            in_one_line(level.raw_text), ' - ', in_one_line(former.raw_text), ' = ', like_raw(made, value, raw_text, half),
            '; said ', signed(value, raw_text)
        )
    END,
    value,
    made,
    value::DOUBLE - made,
    slack,
    unit,
    ids,
    list_sort(list_distinct([doc_path, former.doc_path]))
FROM judged
ORDER BY doc_path, raw_start, record_id;

-- Sums over years. Each year counts once: from the same document, else as it was published last.
INSERT INTO audits
WITH totals AS (
    SELECT
        l.*,
        r.indicator_id,
        r.indicator,
        r.region_code,
        r.region,
        r.unit,
        r.value,
        year(l.period_start) AS first_year,
        year(l.period_end) AS last_year,
        coalesce(u.factor, 1) AS factor
    FROM audit_levels AS l
    JOIN records AS r ON r.record_id = l.record_id
    LEFT JOIN unit_conversions AS u ON u.unit = r.unit
    LEFT JOIN indicators AS i ON i.indicator_id = r.indicator_id
    WHERE l.period_type = 'duration' AND r.period_source = 'explicit'
        AND date_diff('month', l.period_start, l.period_end + 1) >= 24
        AND l.period_start = date_trunc('year', l.period_start) AND l.period_end + 1 = date_trunc('year', l.period_end + 1)
        AND NOT regexp_matches(l.base_unit, '[%/]') AND NOT says(r.indicator, 'not_additive')
        AND coalesce(i.kind, 'amount') IN ('amount', 'count')
        AND (
            says(clause_before(r.evidence, r.raw_text), 'sum_word') OR says(clause_before(r.evidence, r.raw_text), 'new_word')
            OR says(r.indicator, 'new_word')
        )
),

years AS (
    SELECT
        t.record_id,
        year(y.period_end) AS in_year,
        arg_max(y, CASE WHEN y.doc_path = t.doc_path THEN DATE '9999-12-31' ELSE coalesce(y.published, DATE '0001-01-01') END)
            AS told
    FROM totals AS t
    JOIN audit_levels AS y
        ON y.what = t.what AND y.place = t.place AND y.dims = t.dims AND y.base_unit = t.base_unit AND y.status = t.status
        AND y.period_type = 'duration' AND y.period_start >= t.period_start AND y.period_end <= t.period_end
        AND y.period_start = make_date(year(y.period_end), 1, 1) AND y.period_end = make_date(year(y.period_end), 12, 31)
    GROUP BY ALL
),

summed AS (
    SELECT
        record_id,
        count(*) AS years,
        sum(told.amount) AS amount,
        sum(told.half) AS half,
        list(in_year) AS told_years,
        list(told.record_id ORDER BY in_year) AS ids,
        list(told.doc_path) AS paths,
        string_agg(in_one_line(told.raw_text), ' + ' ORDER BY in_year) AS sums,
        min(told.amount) AS least
    FROM years
    GROUP BY record_id
    HAVING count(*) > 1
),

judged AS (
    SELECT
        t.*,
        s.* EXCLUDE (record_id, amount, half),
        s.amount / t.factor AS made,
        (s.half + t.half) / t.factor AS slack,
        s.years = t.last_year - t.first_year + 1 AS complete,
        (
            SELECT string_agg(y.n::VARCHAR, ', ' ORDER BY y.n)
            FROM (SELECT unnest(range(t.first_year, t.last_year + 1)) AS n) AS y
            WHERE NOT list_contains(s.told_years, y.n)
        ) AS missing
    FROM totals AS t
    JOIN summed AS s ON s.record_id = t.record_id
)

SELECT
    audit_name('years', list_concat([record_id], ids)),
    'years',
    CASE
        WHEN complete AND abs(value - made) <= slack + 1e-9 * abs(made) THEN 'agrees'
        WHEN complete OR (least >= 0 AND made > value + slack) THEN 'disagrees'
        ELSE 'unchecked'
    END,
    CASE WHEN NOT complete THEN 'not told: ' || missing END,
    indicator_id,
    indicator,
    region_code,
    region,
    period_start,
    period_end,
    status,
    concat(sums, ' = ', like_raw(made, value, raw_text, half / factor), '; said ', in_one_line(raw_text)),
    value,
    made,
    value::DOUBLE - made,
    slack,
    unit,
    list_concat([record_id], ids),
    list_sort(list_distinct(list_concat([doc_path], paths)))
FROM judged
ORDER BY doc_path, raw_start, record_id;

-- Goals whose time has come.
INSERT INTO audits
WITH due AS (
    SELECT
        t.*,
        coalesce(t.goal, t.goal_min, t.goal_max) AS aim,
        r.raw_text AS latest_text,
        r.doc_path AS latest_path,
        r.rounding AS half
    FROM targets AS t
    JOIN records AS r ON r.record_id = t.latest_record_id
    WHERE t.latest_at = t.period_end AND t.goal IS NOT NULL
)

SELECT
    audit_name('target', [record_id, latest_record_id]),
    'target',
    CASE WHEN reached THEN 'agrees' WHEN reached IS NULL OR abs(aim - latest) <= half THEN 'unchecked' ELSE 'disagrees' END,
    CASE
        WHEN reached IS NULL THEN 'neither words nor a baseline tell which way the goal lies'
        WHEN reached THEN NULL
        WHEN abs(aim - latest) <= half THEN 'within the rounding of what was reached'
        ELSE 'the goal was not reached'
    END,
    indicator_id,
    indicator,
    region_code,
    region,
    period_start,
    period_end,
    'target',
    concat('goal ', signed(aim, raw_text), ', reached ', signed(latest, latest_text)),
    aim,
    latest::DOUBLE,
    aim::DOUBLE - latest::DOUBLE,
    half,
    unit,
    [record_id, latest_record_id],
    list_sort(list_distinct([doc_path, latest_path]))
FROM due
ORDER BY doc_path, raw_start, record_id;

DROP TABLE audit_moves;
DROP TABLE audit_levels;
DROP MACRO like_raw;
DROP MACRO signed;
DROP MACRO in_one_line;
DROP MACRO audit_name;
DROP MACRO written;
