-- Tables that the views and macros go by, from the rule files of the latest run, and the audits, which are reckoned anew
-- at the end of every run.

CREATE TABLE unit_conversions (
    unit      VARCHAR NOT NULL,
    base_unit VARCHAR NOT NULL,
    factor    DOUBLE NOT NULL,
    dimension VARCHAR
);
COMMENT ON TABLE unit_conversions IS 'What units are worth in their base unit: every spelling of every unit, with scale words before it, and the compound units of the records. See the macro convert.';
COMMENT ON COLUMN unit_conversions.unit IS 'A spelling of a unit, perhaps with a scale word before it; unique';
COMMENT ON COLUMN unit_conversions.base_unit IS 'Unit that all units of its kind can be turned into; the canonical spelling of the unit itself where there is no other';
COMMENT ON COLUMN unit_conversions.factor IS 'How many base units one unit is';
COMMENT ON COLUMN unit_conversions.dimension IS 'What it measures: area, mass, money and so on; with a slash for compound units';

CREATE TABLE calendar (
    name         VARCHAR NOT NULL,
    kind         VARCHAR NOT NULL,
    period_start DATE NOT NULL,
    period_end   DATE NOT NULL,
    within       VARCHAR
);
COMMENT ON TABLE calendar IS 'Periods that bulletins report on: five-year plans, years, half years, quarters and months, to join records with by their days.';
COMMENT ON COLUMN calendar.name IS 'Name in Chinese; unique';
COMMENT ON COLUMN calendar.kind IS 'plan, year, half, quarter or month';
COMMENT ON COLUMN calendar.period_start IS 'First day';
COMMENT ON COLUMN calendar.period_end IS 'Last day, inclusive';
COMMENT ON COLUMN calendar.within IS 'Name of the next longer period that it lies in; null where there is none';

CREATE TABLE vocabulary (
    kind VARCHAR NOT NULL,
    word VARCHAR NOT NULL
);
COMMENT ON TABLE vocabulary IS 'Words by which views and audits tell what a record says, from the word lists of the rule files.';
COMMENT ON COLUMN vocabulary.kind IS 'Name of the word list';
COMMENT ON COLUMN vocabulary.word IS 'A word of it';

CREATE TABLE audits (
    audit_id     VARCHAR NOT NULL,
    kind         VARCHAR NOT NULL,
    verdict      VARCHAR NOT NULL,
    reason       VARCHAR,
    indicator_id VARCHAR,
    indicator    VARCHAR NOT NULL,
    region_code  VARCHAR,
    region       VARCHAR,
    period_start DATE,
    period_end   DATE,
    status       VARCHAR NOT NULL,
    arithmetic   VARCHAR NOT NULL,
    said         DECIMAL(38, 10),
    reckoned     DOUBLE,
    difference   DOUBLE,
    tolerance    DOUBLE,
    unit         VARCHAR NOT NULL,
    record_ids   VARCHAR[] NOT NULL,
    sources      VARCHAR[] NOT NULL
);
COMMENT ON TABLE audits IS 'Arithmetic that the documents allow, one row per check: what records say is reckoned from other records. A disagreement is a fault of a bulletin, of its printing or of its reading; the records lead to the places.';
COMMENT ON COLUMN audits.audit_id IS 'Name of the check: the same records give the same one';
COMMENT ON COLUMN audits.kind IS 'parts (of a total, in one sentence or table), areas (that lie in another, in one document), share (numerator and denominator), structure (shares that make a whole), growth (against the former level), change (against the former level), change_growth (change and growth of one level), years (shorter periods against the whole), target (against what was reached)';
COMMENT ON COLUMN audits.verdict IS 'agrees (within the tolerance), disagrees, or unchecked (the records do not allow it: see reason)';
COMMENT ON COLUMN audits.reason IS 'Why it is unchecked, or what may explain a disagreement; else null';
COMMENT ON COLUMN audits.indicator_id IS 'Code of the indicator whose value is checked; null where the catalogue does not know it';
COMMENT ON COLUMN audits.indicator IS 'Name of that indicator';
COMMENT ON COLUMN audits.region_code IS 'GB/T 2260 code of the reference area';
COMMENT ON COLUMN audits.region IS 'Name of the reference area';
COMMENT ON COLUMN audits.period_start IS 'First day of the value that is checked';
COMMENT ON COLUMN audits.period_end IS 'Last day of it, inclusive';
COMMENT ON COLUMN audits.status IS 'actual or target';
COMMENT ON COLUMN audits.arithmetic IS 'The sum written out, with the numbers as their raw files have them';
COMMENT ON COLUMN audits.said IS 'The value that is checked, in unit';
COMMENT ON COLUMN audits.reckoned IS 'What the other records make of it, in unit; null where it is unchecked';
COMMENT ON COLUMN audits.difference IS 'said less reckoned, in unit';
COMMENT ON COLUMN audits.tolerance IS 'By how much they may differ because the numbers are rounded: from the last written digit of each';
COMMENT ON COLUMN audits.unit IS 'Unit of measure of said, reckoned, difference and tolerance';
COMMENT ON COLUMN audits.record_ids IS 'The records of the check: first the one that is checked, then those that it is reckoned from';
COMMENT ON COLUMN audits.sources IS 'Documents of those records, by path';
