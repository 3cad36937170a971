-- Areas within areas, and areas under the name that they had.

CREATE VIEW region_tree AS
WITH latest AS (
    SELECT
        code,
        arg_max(name, coalesce(valid_to, 9999)) AS name,
        arg_max(level, coalesce(valid_to, 9999)) AS level,
        arg_max(parent, coalesce(valid_to, 9999)) AS parent,
        CASE WHEN count(*) = count(valid_to) THEN max(valid_to) END AS valid_to
    FROM regions
    WHERE code IS NOT NULL
    GROUP BY code
)

SELECT
    self.code,
    self.name,
    self.level,
    self.valid_to,
    CASE self.level WHEN 'province' THEN self.code WHEN 'city' THEN above.code ELSE coalesce(top.code, above.code) END
        AS province_code,
    CASE self.level WHEN 'province' THEN self.name WHEN 'city' THEN above.name ELSE coalesce(top.name, above.name) END
        AS province,
    CASE WHEN self.level = 'city' THEN self.code WHEN above.level = 'city' THEN above.code END AS city_code,
    CASE WHEN self.level = 'city' THEN self.name WHEN above.level = 'city' THEN above.name END AS city,
    concat_ws(' > ', top.name, above.name, self.name) AS path
FROM latest AS self
LEFT JOIN latest AS above ON above.code = self.parent AND above.level <> 'country'
LEFT JOIN latest AS top ON top.code = above.parent AND top.level <> 'country'
WHERE self.level <> 'country';
COMMENT ON VIEW region_tree IS 'One row per code of GB/T 2260 with the province and the city that it lies in, under their latest names. Join it with region_code.';
COMMENT ON COLUMN region_tree.code IS 'GB/T 2260 code; unique';
COMMENT ON COLUMN region_tree.name IS 'Latest name';
COMMENT ON COLUMN region_tree.level IS 'province, city or county';
COMMENT ON COLUMN region_tree.valid_to IS 'Last year at whose end the code was in force; null where it still is';
COMMENT ON COLUMN region_tree.province_code IS 'Code of the province; its own for a province';
COMMENT ON COLUMN region_tree.province IS 'Name of the province';
COMMENT ON COLUMN region_tree.city_code IS 'Code of the city; its own for a city, null for provinces and for what lies directly under a province';
COMMENT ON COLUMN region_tree.city IS 'Name of the city';
COMMENT ON COLUMN region_tree.path IS 'The names from the province down, joined with >';

-- Tables within macros are renamed: an argument that is called like a column of theirs would be taken for it.
CREATE MACRO region_path(area_code) AS (
    SELECT any_value(known_path)
    FROM (SELECT code AS known_code, path AS known_path FROM region_tree)
    WHERE known_code = area_code
);
COMMENT ON MACRO region_path IS 'The names of an area and of those that it lies in, from the province down, joined with >';

CREATE MACRO region_at(area_code, in_year) AS (
    SELECT any_value(known_name)
    FROM (SELECT code AS known_code, name AS known_name, valid_from AS known_from, valid_to AS known_to FROM regions)
    WHERE known_code = area_code AND coalesce(known_from, 0) <= in_year AND coalesce(known_to, 9999) >= in_year
);
COMMENT ON MACRO region_at IS 'The name that an area had at the end of a year; null where its code was not in force';

CREATE MACRO regions_within(area_code) AS TABLE
WITH RECURSIVE below AS (
    SELECT r.code, r.name, r.level, r.parent, r.valid_from, r.valid_to, 1 AS depth
    FROM regions AS r
    WHERE r.parent = area_code
    UNION ALL
    SELECT r.code, r.name, r.level, r.parent, r.valid_from, r.valid_to, b.depth + 1
    FROM regions AS r
    JOIN (SELECT DISTINCT code, depth FROM below WHERE code IS NOT NULL) AS b ON r.parent = b.code
)

SELECT DISTINCT * FROM below;
COMMENT ON MACRO TABLE regions_within IS 'Every area that lies in an area, at any depth, with the years of its names: code, name, level, parent, valid_from, valid_to, depth';
