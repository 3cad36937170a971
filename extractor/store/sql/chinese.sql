-- The views that analysts use most, with Chinese names and columns. They show the same rows.

CREATE VIEW 事实 AS
SELECT
    indicator AS 指标,
    region AS 地区,
    period_start AS 起始日,
    period_end AS 截止日,
    CASE status WHEN 'actual' THEN '实绩' ELSE '目标' END AS 性质,
    CASE measure WHEN 'level' THEN '水平' WHEN 'change' THEN '增减' WHEN 'growth' THEN '增长' ELSE '位次' END AS 度量,
    base_period AS 对比期,
    dimensions AS 维度,
    value AS 数值,
    value_min AS 下限,
    value_max AS 上限,
    unit AS 单位,
    CASE qualifier
        WHEN 'exact' THEN '确数' WHEN 'approx' THEN '约数' WHEN 'more_than' THEN '以上' WHEN 'less_than' THEN '以下' ELSE '区间'
    END AS 精确程度,
    documents AS 文档数,
    disputed AS 有无矛盾,
    last_published AS 最近发布,
    quotation AS 原句,
    raw_text AS 原文字样,
    doc_path AS 文件,
    raw_start AS 起始字符,
    raw_end AS 截止字符,
    indicator_id AS 指标代码,
    region_code AS 地区代码,
    fact_id AS 事实编号
FROM facts;
COMMENT ON VIEW 事实 IS '每个指标、地区、时期、性质、度量一行；即 facts';
COMMENT ON COLUMN 事实.指标 IS '指标名称';
COMMENT ON COLUMN 事实.地区 IS '地区名称';
COMMENT ON COLUMN 事实.起始日 IS '时期的第一天';
COMMENT ON COLUMN 事实.截止日 IS '时期的最后一天';
COMMENT ON COLUMN 事实.性质 IS '实绩或目标';
COMMENT ON COLUMN 事实.度量 IS '水平、增减（绝对数）、增长（百分比）或位次';
COMMENT ON COLUMN 事实.对比期 IS '增减、增长所对比的时期';
COMMENT ON COLUMN 事实.维度 IS '其他限定';
COMMENT ON COLUMN 事实.数值 IS '取定的数值，取法见数据字典；区间为空';
COMMENT ON COLUMN 事实.下限 IS '区间的下限';
COMMENT ON COLUMN 事实.上限 IS '区间的上限';
COMMENT ON COLUMN 事实.单位 IS '计量单位';
COMMENT ON COLUMN 事实.精确程度 IS '确数、约数、以上、以下或区间';
COMMENT ON COLUMN 事实.文档数 IS '提到这一事实的文档数';
COMMENT ON COLUMN 事实.有无矛盾 IS '各处确数之差是否超出四舍五入';
COMMENT ON COLUMN 事实.最近发布 IS '最近一份文档的发布日期';
COMMENT ON COLUMN 事实.原句 IS '数值所在的句子或表格行';
COMMENT ON COLUMN 事实.原文字样 IS '数值在原文件中的字样';
COMMENT ON COLUMN 事实.文件 IS '原文件路径';
COMMENT ON COLUMN 事实.起始字符 IS '数值的第一个字符，从0数起';
COMMENT ON COLUMN 事实.截止字符 IS '数值最后一个字符之后的位置';
COMMENT ON COLUMN 事实.指标代码 IS '指标目录中的代码，目录没有的为空';
COMMENT ON COLUMN 事实.地区代码 IS 'GB/T 2260 代码';
COMMENT ON COLUMN 事实.事实编号 IS '同一事实的各种说法编号相同';

CREATE VIEW 序列 AS
SELECT
    indicator AS 指标,
    region AS 地区,
    period_start AS 起始日,
    period_end AS 截止日,
    CASE measure WHEN 'level' THEN '水平' WHEN 'change' THEN '增减' WHEN 'growth' THEN '增长' ELSE '位次' END AS 度量,
    base_period AS 对比期,
    dimensions AS 维度,
    actual AS 实绩,
    target AS 目标,
    unit AS 单位,
    is_gap AS 是否缺年,
    disputed AS 有无矛盾,
    sources AS 来源,
    indicator_id AS 指标代码,
    region_code AS 地区代码
FROM series_filled;
COMMENT ON VIEW 序列 IS '指标的时间序列，实绩与目标并列，缺的年份（季度、月份）也列出；即 series_filled';
COMMENT ON COLUMN 序列.指标 IS '指标名称';
COMMENT ON COLUMN 序列.地区 IS '地区名称';
COMMENT ON COLUMN 序列.起始日 IS '时期的第一天';
COMMENT ON COLUMN 序列.截止日 IS '时期的最后一天';
COMMENT ON COLUMN 序列.度量 IS '水平、增减、增长或位次';
COMMENT ON COLUMN 序列.对比期 IS '增减、增长所对比的时期';
COMMENT ON COLUMN 序列.维度 IS '其他限定';
COMMENT ON COLUMN 序列.实绩 IS '实际达到的数值；没有的为空';
COMMENT ON COLUMN 序列.目标 IS '计划的数值；没有的为空';
COMMENT ON COLUMN 序列.单位 IS '计量单位';
COMMENT ON COLUMN 序列.是否缺年 IS '前后都有而这一时期没有任何记录';
COMMENT ON COLUMN 序列.有无矛盾 IS '各处说法是否矛盾';
COMMENT ON COLUMN 序列.来源 IS '提到的文件';
COMMENT ON COLUMN 序列.指标代码 IS '指标目录中的代码';
COMMENT ON COLUMN 序列.地区代码 IS 'GB/T 2260 代码';

CREATE VIEW 冲突 AS
SELECT
    indicator AS 指标,
    region AS 地区,
    period_start AS 起始日,
    period_end AS 截止日,
    CASE status WHEN 'actual' THEN '实绩' ELSE '目标' END AS 性质,
    CASE measure WHEN 'level' THEN '水平' WHEN 'change' THEN '增减' WHEN 'growth' THEN '增长' ELSE '位次' END AS 度量,
    lowest AS 最低,
    highest AS 最高,
    difference AS 相差,
    unit AS 单位,
    CASE reading
        WHEN 'rounding' THEN '截去尾数'
        WHEN 'scale' THEN '相差十的倍数'
        WHEN 'yearly_average' THEN '年均与总数'
        WHEN 'new_and_total' THEN '新增与累计'
        WHEN 'from_to' THEN '变动前后'
        WHEN 'one_sentence' THEN '同一句中的两个数'
        WHEN 'period_not_said' THEN '有一处未写明时期'
        WHEN 'contradiction' THEN '同一文档前后不一'
        WHEN 'preliminary' THEN '初步数与核实数'
        WHEN 'revision' THEN '后来修订'
    END AS 可能原因,
    documents AS 文档数,
    low_quotation AS 最低原句,
    low_doc_path AS 最低文件,
    high_quotation AS 最高原句,
    high_doc_path AS 最高文件,
    fact_id AS 事实编号
FROM conflicts;
COMMENT ON VIEW 冲突 IS '同一事实的不同说法，两处原句并列；即 conflicts';
COMMENT ON COLUMN 冲突.指标 IS '指标名称';
COMMENT ON COLUMN 冲突.地区 IS '地区名称';
COMMENT ON COLUMN 冲突.起始日 IS '时期的第一天';
COMMENT ON COLUMN 冲突.截止日 IS '时期的最后一天';
COMMENT ON COLUMN 冲突.性质 IS '实绩或目标';
COMMENT ON COLUMN 冲突.度量 IS '水平、增减、增长或位次';
COMMENT ON COLUMN 冲突.最低 IS '最低的说法';
COMMENT ON COLUMN 冲突.最高 IS '最高的说法';
COMMENT ON COLUMN 冲突.相差 IS '最高与最低之差';
COMMENT ON COLUMN 冲突.单位 IS '最低一说的计量单位';
COMMENT ON COLUMN 冲突.可能原因 IS '可能的解释；看不出的为空';
COMMENT ON COLUMN 冲突.文档数 IS '有几份文档提到';
COMMENT ON COLUMN 冲突.最低原句 IS '最低一说所在的句子';
COMMENT ON COLUMN 冲突.最低文件 IS '最低一说的文件';
COMMENT ON COLUMN 冲突.最高原句 IS '最高一说所在的句子';
COMMENT ON COLUMN 冲突.最高文件 IS '最高一说的文件';
COMMENT ON COLUMN 冲突.事实编号 IS '同 事实.事实编号';

CREATE VIEW 核对 AS
SELECT
    CASE kind
        WHEN 'parts' THEN '分项与合计'
        WHEN 'areas' THEN '各地与全域'
        WHEN 'share' THEN '占比'
        WHEN 'structure' THEN '结构合计'
        WHEN 'change_growth' THEN '增量与增速'
        WHEN 'growth' THEN '增速与上年数'
        WHEN 'change' THEN '增量与上年数'
        WHEN 'years' THEN '各年与合计'
        WHEN 'target' THEN '目标与实绩'
    END AS 类别,
    CASE verdict WHEN 'agrees' THEN '相符' WHEN 'disagrees' THEN '不符' ELSE '无法核对' END AS 结论,
    indicator AS 指标,
    region AS 地区,
    period_start AS 起始日,
    period_end AS 截止日,
    arithmetic AS 算式,
    said AS 原文数值,
    reckoned AS 算得数值,
    difference AS 相差,
    tolerance AS 允许误差,
    unit AS 单位,
    reason AS 说明,
    record_ids AS 记录编号,
    sources AS 文件
FROM audits;
COMMENT ON VIEW 核对 IS '由其他记录推算并核对的数值，每项核对一行；即 audits';
COMMENT ON COLUMN 核对.类别 IS '核对的种类';
COMMENT ON COLUMN 核对.结论 IS '相符、不符或无法核对';
COMMENT ON COLUMN 核对.指标 IS '被核对的指标';
COMMENT ON COLUMN 核对.地区 IS '地区名称';
COMMENT ON COLUMN 核对.起始日 IS '时期的第一天';
COMMENT ON COLUMN 核对.截止日 IS '时期的最后一天';
COMMENT ON COLUMN 核对.算式 IS '写出的算式，数字为原文字样';
COMMENT ON COLUMN 核对.原文数值 IS '原文的数值';
COMMENT ON COLUMN 核对.算得数值 IS '由其他记录算得的数值';
COMMENT ON COLUMN 核对.相差 IS '原文数值减算得数值';
COMMENT ON COLUMN 核对.允许误差 IS '四舍五入所能解释的误差';
COMMENT ON COLUMN 核对.单位 IS '计量单位';
COMMENT ON COLUMN 核对.说明 IS '无法核对的原因，或不符的可能原因（英文）';
COMMENT ON COLUMN 核对.记录编号 IS '所用的记录，第一个是被核对的';
COMMENT ON COLUMN 核对.文件 IS '所用记录的文件';

CREATE VIEW 目标 AS
SELECT
    indicator AS 指标,
    region AS 地区,
    period_end AS 期限,
    goal AS 目标值,
    goal_min AS 下限,
    goal_max AS 上限,
    unit AS 单位,
    baseline AS 基期值,
    baseline_at AS 基期,
    latest AS 最新值,
    latest_at AS 最新值日期,
    way_gone AS 完成进度,
    time_gone AS 时间进度,
    reached AS 是否达到,
    on_track AS 是否如期,
    quotation AS 原句,
    doc_path AS 文件
FROM targets;
COMMENT ON VIEW 目标 IS '目标及其完成进度；即 targets';
COMMENT ON COLUMN 目标.指标 IS '指标名称';
COMMENT ON COLUMN 目标.地区 IS '地区名称';
COMMENT ON COLUMN 目标.期限 IS '目标到期日';
COMMENT ON COLUMN 目标.目标值 IS '目标值；区间为空';
COMMENT ON COLUMN 目标.下限 IS '不低于';
COMMENT ON COLUMN 目标.上限 IS '不高于';
COMMENT ON COLUMN 目标.单位 IS '计量单位';
COMMENT ON COLUMN 目标.基期值 IS '起点的数值；没有的为空';
COMMENT ON COLUMN 目标.基期 IS '起点的日期';
COMMENT ON COLUMN 目标.最新值 IS '最近的实绩；没有的为空';
COMMENT ON COLUMN 目标.最新值日期 IS '最近实绩的日期';
COMMENT ON COLUMN 目标.完成进度 IS '从起点到目标走过的比例，1为完成';
COMMENT ON COLUMN 目标.时间进度 IS '从起点到期限过去的比例';
COMMENT ON COLUMN 目标.是否达到 IS '最近实绩是否达到目标';
COMMENT ON COLUMN 目标.是否如期 IS '已达到，或完成进度不低于时间进度';
COMMENT ON COLUMN 目标.原句 IS '目标所在的句子或表格行';
COMMENT ON COLUMN 目标.文件 IS '原文件路径';
