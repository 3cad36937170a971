-- The tables of a Gongbao database. Names are a promise to people's queries: add, never rename.
--
-- Values are DECIMAL(38,10): 28 digits before the point and 10 behind it, so that sums of money to the cent and
-- shares of a quarter per mille are both exact. Dimensions are MAP(VARCHAR, VARCHAR) with sorted keys: typed,
-- comparable in GROUP BY, and read as dimensions['key'] without parsing. No table has a primary key or an
-- index: they halve the loading speed and double the file; the loader checks what a key would.

CREATE TABLE records (
    type          VARCHAR NOT NULL,
    record_id     VARCHAR NOT NULL,
    doc_id        VARCHAR NOT NULL,
    doc_path      VARCHAR NOT NULL,
    raw_start     INTEGER NOT NULL,
    raw_end       INTEGER NOT NULL,
    raw_text      VARCHAR NOT NULL,
    value         DECIMAL(38, 10),
    value_min     DECIMAL(38, 10),
    value_max     DECIMAL(38, 10),
    unit          VARCHAR NOT NULL,
    indicator     VARCHAR NOT NULL,
    indicator_id  VARCHAR,
    indicator_raw VARCHAR NOT NULL,
    period_start  DATE,
    period_end    DATE,
    period_type   VARCHAR,
    period_source VARCHAR,
    region        VARCHAR,
    region_code   VARCHAR,
    status        VARCHAR NOT NULL,
    measure       VARCHAR NOT NULL,
    base_period   VARCHAR,
    qualifier     VARCHAR NOT NULL,
    dimensions    MAP(VARCHAR, VARCHAR) NOT NULL,
    evidence      VARCHAR NOT NULL,
    section       VARCHAR,
    rule_id       VARCHAR NOT NULL,
    confidence    DOUBLE NOT NULL,
    locator       VARCHAR,
    rounding      DOUBLE,
    former        BOOLEAN,
    pace          VARCHAR
);
COMMENT ON TABLE records IS 'One row per number that a bulletin states: an observation as a mention, repeats included. For one row per fact see the view facts.';
COMMENT ON COLUMN records.type IS 'Always observation (gaps have a table of their own)';
COMMENT ON COLUMN records.record_id IS 'Stable name of the record: the same bytes and rules give the same one';
COMMENT ON COLUMN records.doc_id IS 'SHA-256 of the bytes of the raw file, in hexadecimal';
COMMENT ON COLUMN records.doc_path IS 'Path of the raw file as it was given to the run';
COMMENT ON COLUMN records.raw_start IS 'First character of the number expression, counted from 0 in the raw file as decoded';
COMMENT ON COLUMN records.raw_end IS 'Character behind the last one of the number expression, counted like raw_start';
COMMENT ON COLUMN records.raw_text IS 'The number expression exactly as the raw file has it';
COMMENT ON COLUMN records.value IS 'The number in the base unit (25000 for two and a half times ten thousand); per cent stays per cent; null for a range';
COMMENT ON COLUMN records.value_min IS 'Lower end of a range, or the bound of a number that is called more than';
COMMENT ON COLUMN records.value_max IS 'Upper end of a range, or the bound of a number that is called less than';
COMMENT ON COLUMN records.unit IS 'Canonical unit of measure, compound ones with a slash; see the table units';
COMMENT ON COLUMN records.indicator IS 'Canonical name where the catalogue knows the indicator, else the name read from the text, simplified';
COMMENT ON COLUMN records.indicator_id IS 'Code of the indicator in the table indicators; null where the catalogue does not know it';
COMMENT ON COLUMN records.indicator_raw IS 'The name of the indicator as the text has it, simplified';
COMMENT ON COLUMN records.period_start IS 'First day that the number is about; equals period_end for an instant';
COMMENT ON COLUMN records.period_end IS 'Last day that the number is about, inclusive';
COMMENT ON COLUMN records.period_type IS 'instant (as of a day) or duration (over a time); null where the text tells no time';
COMMENT ON COLUMN records.period_source IS 'explicit (said beside the number), inherited (carried over from before it) or document (the year of the document)';
COMMENT ON COLUMN records.region IS 'Reference area by its name as of the period';
COMMENT ON COLUMN records.region_code IS 'Reference area by its GB/T 2260 code; see the table regions';
COMMENT ON COLUMN records.status IS 'actual (happened, exists, is in force) or target (planned, promised)';
COMMENT ON COLUMN records.measure IS 'level (amount, share, standard), change (absolute difference), growth (relative difference) or rank; change and growth are signed';
COMMENT ON COLUMN records.base_period IS 'What a change or growth is against; null for the others';
COMMENT ON COLUMN records.qualifier IS 'exact, approx, more_than, less_than or range';
COMMENT ON COLUMN records.dimensions IS 'Further qualifiers such as sub-populations: read one with dimensions[''name'']; keys are sorted';
COMMENT ON COLUMN records.evidence IS 'The cleaned sentence, or the table row, that the number stands in';
COMMENT ON COLUMN records.section IS 'The headings above the number, outermost first, joined with >';
COMMENT ON COLUMN records.rule_id IS 'The rule that produced the record';
COMMENT ON COLUMN records.confidence IS 'The chance that the record is right as a whole, from 0 to 1, as far as can be seen of its reading (docs/quality.md)';
COMMENT ON COLUMN records.locator IS 'Place in the file, in forms that have pages or cells: p3, Sheet1!B7';
COMMENT ON COLUMN records.rounding IS 'By how much the value may be rounded, in unit: half of its last written place; null for a range';
COMMENT ON COLUMN records.former IS 'Whether the sentence says that it is no longer so: from this number to another one';
COMMENT ON COLUMN records.pace IS 'yearly for a change or growth that the sentence calls an average over the years; else null';

CREATE TABLE documents (
    doc_id          VARCHAR NOT NULL,
    doc_path        VARCHAR NOT NULL,
    title           VARCHAR,
    publisher       VARCHAR,
    published       DATE,
    published_text  VARCHAR,
    region          VARCHAR,
    region_code     VARCHAR,
    doc_kind        VARCHAR,
    period_start    DATE,
    period_end      DATE,
    index_number    VARCHAR,
    document_number VARCHAR,
    validity        VARCHAR,
    other           MAP(VARCHAR, VARCHAR) NOT NULL,
    encoding        VARCHAR NOT NULL,
    form            VARCHAR NOT NULL,
    characters      BIGINT NOT NULL,
    repairs         MAP(VARCHAR, INTEGER) NOT NULL,
    records         INTEGER NOT NULL,
    gaps            INTEGER NOT NULL,
    quarantined     INTEGER NOT NULL,
    refused         INTEGER NOT NULL,
    rules_digest    VARCHAR NOT NULL,
    program         VARCHAR NOT NULL,
    text            VARCHAR
);
COMMENT ON TABLE documents IS 'One row per bulletin: what its card tells, how it was read, what came of it, and with which rules and program.';
COMMENT ON COLUMN documents.doc_id IS 'SHA-256 of the bytes of the raw file, in hexadecimal; unique';
COMMENT ON COLUMN documents.doc_path IS 'Path of the raw file as it was given to the run; unique';
COMMENT ON COLUMN documents.title IS 'Title of the bulletin';
COMMENT ON COLUMN documents.publisher IS 'Who issued it';
COMMENT ON COLUMN documents.published IS 'Issue date; the first day where the text names only a month or a year';
COMMENT ON COLUMN documents.published_text IS 'Issue date in ISO 8601 with the precision that the text has';
COMMENT ON COLUMN documents.region IS 'The area that the bulletin is about';
COMMENT ON COLUMN documents.region_code IS 'GB/T 2260 code of that area';
COMMENT ON COLUMN documents.doc_kind IS 'Kind of document by its Chinese name, as rule files list them: 公报, 规划, 政府工作报告 and so on; null where the title tells none';
COMMENT ON COLUMN documents.period_start IS 'First day that the bulletin as a whole reports on';
COMMENT ON COLUMN documents.period_end IS 'Last day that the bulletin as a whole reports on';
COMMENT ON COLUMN documents.index_number IS 'Index number in the publisher''s catalogue';
COMMENT ON COLUMN documents.document_number IS 'Official number of the document';
COMMENT ON COLUMN documents.validity IS 'Whether it is in force, as the page says';
COMMENT ON COLUMN documents.other IS 'What the page''s card tells beside the columns of this table, label and value';
COMMENT ON COLUMN documents.encoding IS 'Codec that decoded the bytes; raw offsets count its characters';
COMMENT ON COLUMN documents.form IS 'Shape of the file: text, html and so on';
COMMENT ON COLUMN documents.characters IS 'Length of the decoded raw text';
COMMENT ON COLUMN documents.repairs IS 'Number of repairs by kind; each single one is in the table repairs';
COMMENT ON COLUMN documents.records IS 'Number of records';
COMMENT ON COLUMN documents.gaps IS 'Number of places that lost their digits';
COMMENT ON COLUMN documents.quarantined IS 'Number of records that failed validation';
COMMENT ON COLUMN documents.refused IS 'Number of numbers that became no record';
COMMENT ON COLUMN documents.rules_digest IS 'SHA-256 over the rule files that were used';
COMMENT ON COLUMN documents.program IS 'Version of the program and digest of its source that were used';
COMMENT ON COLUMN documents.text IS 'The text that reading gave, in which raw offsets count, for forms whose file has no characters of its own (PDF, DOCX, sheets, items of feeds); null where the decoded file is that text';

CREATE TABLE gaps (
    type      VARCHAR NOT NULL,
    doc_id    VARCHAR NOT NULL,
    doc_path  VARCHAR NOT NULL,
    raw_start INTEGER NOT NULL,
    raw_end   INTEGER NOT NULL,
    raw_text  VARCHAR NOT NULL,
    unit      VARCHAR NOT NULL,
    indicator VARCHAR NOT NULL,
    evidence  VARCHAR NOT NULL,
    rule_id   VARCHAR NOT NULL
);
COMMENT ON TABLE gaps IS 'Places where the source lost its digits. No value is ever made up for them.';
COMMENT ON COLUMN gaps.type IS 'Always gap';
COMMENT ON COLUMN gaps.doc_id IS 'SHA-256 of the bytes of the raw file, in hexadecimal';
COMMENT ON COLUMN gaps.doc_path IS 'Path of the raw file as it was given to the run';
COMMENT ON COLUMN gaps.raw_start IS 'First raw character around the hole, counted from 0';
COMMENT ON COLUMN gaps.raw_end IS 'Character behind the last one around the hole';
COMMENT ON COLUMN gaps.raw_text IS 'The raw characters around the hole';
COMMENT ON COLUMN gaps.unit IS 'Unit that the lost number had';
COMMENT ON COLUMN gaps.indicator IS 'What was counted there';
COMMENT ON COLUMN gaps.evidence IS 'The cleaned sentence with the hole';
COMMENT ON COLUMN gaps.rule_id IS 'What noticed the hole';

CREATE TABLE quarantine (
    doc_id    VARCHAR NOT NULL,
    doc_path  VARCHAR NOT NULL,
    raw_start INTEGER NOT NULL,
    raw_end   INTEGER NOT NULL,
    raw_text  VARCHAR NOT NULL,
    rule_id   VARCHAR NOT NULL,
    reason    VARCHAR NOT NULL,
    record    JSON NOT NULL
);
COMMENT ON TABLE quarantine IS 'Records that failed validation, each with the reason. They are in no view and no export.';
COMMENT ON COLUMN quarantine.doc_id IS 'SHA-256 of the bytes of the raw file, in hexadecimal';
COMMENT ON COLUMN quarantine.doc_path IS 'Path of the raw file as it was given to the run';
COMMENT ON COLUMN quarantine.raw_start IS 'First raw character of the number expression, counted from 0';
COMMENT ON COLUMN quarantine.raw_end IS 'Character behind the last one of the number expression';
COMMENT ON COLUMN quarantine.raw_text IS 'The number expression exactly as the raw file has it';
COMMENT ON COLUMN quarantine.rule_id IS 'The rule that produced what failed';
COMMENT ON COLUMN quarantine.reason IS 'Which check failed, and how';
COMMENT ON COLUMN quarantine.record IS 'The record as it would have been, with the keys of the table records, type included';

CREATE TABLE refusals (
    doc_id    VARCHAR NOT NULL,
    doc_path  VARCHAR NOT NULL,
    raw_start INTEGER NOT NULL,
    raw_end   INTEGER NOT NULL,
    raw_text  VARCHAR NOT NULL,
    reason    VARCHAR NOT NULL,
    evidence  VARCHAR NOT NULL
);
COMMENT ON TABLE refusals IS 'Numbers that became no record, each with the reason: dates, names, grades, numbers without an indicator.';
COMMENT ON COLUMN refusals.doc_id IS 'SHA-256 of the bytes of the raw file, in hexadecimal';
COMMENT ON COLUMN refusals.doc_path IS 'Path of the raw file as it was given to the run';
COMMENT ON COLUMN refusals.raw_start IS 'First raw character of the number, counted from 0';
COMMENT ON COLUMN refusals.raw_end IS 'Character behind the last one of the number';
COMMENT ON COLUMN refusals.raw_text IS 'The number exactly as the raw file has it';
COMMENT ON COLUMN refusals.reason IS 'Why it is no record';
COMMENT ON COLUMN refusals.evidence IS 'The cleaned sentence that it stands in';

CREATE TABLE repairs (
    doc_id    VARCHAR NOT NULL,
    doc_path  VARCHAR NOT NULL,
    kind      VARCHAR NOT NULL,
    raw_start INTEGER NOT NULL,
    raw_end   INTEGER NOT NULL,
    before    VARCHAR NOT NULL,
    after     VARCHAR NOT NULL
);
COMMENT ON TABLE repairs IS 'What cleaning did to each document: which raw characters, what kind of damage, what they were read as.';
COMMENT ON COLUMN repairs.doc_id IS 'SHA-256 of the bytes of the raw file, in hexadecimal';
COMMENT ON COLUMN repairs.doc_path IS 'Path of the raw file as it was given to the run';
COMMENT ON COLUMN repairs.kind IS 'Kind of damage';
COMMENT ON COLUMN repairs.raw_start IS 'First raw character that was repaired, counted from 0';
COMMENT ON COLUMN repairs.raw_end IS 'Character behind the last one that was repaired';
COMMENT ON COLUMN repairs.before IS 'What stood there';
COMMENT ON COLUMN repairs.after IS 'What it was read as; empty where it was taken away';

CREATE TABLE runs (
    run          INTEGER NOT NULL,
    finished     TIMESTAMP NOT NULL,
    program      VARCHAR NOT NULL,
    rules_digest VARCHAR NOT NULL,
    documents    INTEGER NOT NULL,
    new          INTEGER NOT NULL,
    changed      INTEGER NOT NULL,
    removed      INTEGER NOT NULL,
    failed       INTEGER NOT NULL,
    records      BIGINT NOT NULL,
    gaps         BIGINT NOT NULL,
    quarantined  BIGINT NOT NULL,
    seconds      DOUBLE NOT NULL
);
COMMENT ON TABLE runs IS 'One row per run that changed the database. Runs that found nothing to do leave no row.';
COMMENT ON COLUMN runs.run IS 'Number of the run, from 1';
COMMENT ON COLUMN runs.finished IS 'When it ended, in UTC';
COMMENT ON COLUMN runs.program IS 'Version of the program and digest of its source';
COMMENT ON COLUMN runs.rules_digest IS 'SHA-256 over the rule files';
COMMENT ON COLUMN runs.documents IS 'Documents in the database after the run';
COMMENT ON COLUMN runs.new IS 'Documents that came in';
COMMENT ON COLUMN runs.changed IS 'Documents that were worked on again';
COMMENT ON COLUMN runs.removed IS 'Documents that went, because their files did';
COMMENT ON COLUMN runs.failed IS 'Documents that could not be read';
COMMENT ON COLUMN runs.records IS 'Records in the database after the run';
COMMENT ON COLUMN runs.gaps IS 'Gaps in the database after the run';
COMMENT ON COLUMN runs.quarantined IS 'Quarantined records in the database after the run';
COMMENT ON COLUMN runs.seconds IS 'How long the work on the documents took, before it was written down';

CREATE TABLE indicators (
    indicator_id VARCHAR NOT NULL,
    name         VARCHAR NOT NULL,
    aliases      VARCHAR[] NOT NULL,
    units        VARCHAR[] NOT NULL,
    measure      VARCHAR,
    kind         VARCHAR,
    topic        VARCHAR,
    definition   VARCHAR,
    lowest       DECIMAL(38, 10),
    highest      DECIMAL(38, 10)
);
COMMENT ON TABLE indicators IS 'The catalogue: what the named indicators mean. From the rule files of the latest run.';
COMMENT ON COLUMN indicators.indicator_id IS 'Code for life';
COMMENT ON COLUMN indicators.name IS 'Canonical name, complete without a sentence';
COMMENT ON COLUMN indicators.aliases IS 'Other names of exactly the same thing';
COMMENT ON COLUMN indicators.units IS 'Canonical units that its level may have';
COMMENT ON COLUMN indicators.measure IS 'level, change, growth or rank';
COMMENT ON COLUMN indicators.kind IS 'count, amount, stock, share, rate, standard, index and so on';
COMMENT ON COLUMN indicators.topic IS 'Field of statistics';
COMMENT ON COLUMN indicators.definition IS 'What is counted, whose, against which denominator';
COMMENT ON COLUMN indicators.lowest IS 'Value that its level cannot go below; null where the concept has no such bound';
COMMENT ON COLUMN indicators.highest IS 'Value that its level cannot go above; null where the concept has no such bound';

CREATE TABLE units (
    name      VARCHAR NOT NULL,
    aliases   VARCHAR[] NOT NULL,
    dimension VARCHAR
);
COMMENT ON TABLE units IS 'Units of measure; compound ones (yuan per square metre) are built from them. From the rule files of the latest run.';
COMMENT ON COLUMN units.name IS 'Canonical spelling';
COMMENT ON COLUMN units.aliases IS 'Other spellings';
COMMENT ON COLUMN units.dimension IS 'What it measures: people, money, share, area and so on';

CREATE TABLE regions (
    code       VARCHAR,
    name       VARCHAR NOT NULL,
    level      VARCHAR,
    parent     VARCHAR,
    valid_from INTEGER,
    valid_to   INTEGER
);
COMMENT ON TABLE regions IS 'Reference areas by GB/T 2260, as of a year: a code can have had several names. From the rule files of the latest run.';
COMMENT ON COLUMN regions.code IS 'GB/T 2260 code; null for areas that the standard does not code';
COMMENT ON COLUMN regions.name IS 'Full name';
COMMENT ON COLUMN regions.level IS 'country, province, city, county, zone (a development zone), group (of areas) or abroad';
COMMENT ON COLUMN regions.parent IS 'Code of the area that it lies in';
COMMENT ON COLUMN regions.valid_from IS 'First year at whose end the name was in force; null where it was before the history begins';
COMMENT ON COLUMN regions.valid_to IS 'Last year at whose end the name was in force; null where it still is';

CREATE TABLE about (
    name  VARCHAR NOT NULL,
    value VARCHAR NOT NULL
);
COMMENT ON TABLE about IS 'What this file is. A run replaces the whole file: keep tables of your own in another database and ATTACH this one.';
COMMENT ON COLUMN about.name IS 'Property';
COMMENT ON COLUMN about.value IS 'Its value';
