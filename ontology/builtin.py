"""The vocabulary that every catalogue starts from; a user's file (``loaders.vocabulary_file``) adds to all of it."""

from ontology.vocabulary import Kind, Property, Relation, Scale, Style, Tier, vocabulary

KINDS = (
    Kind("pattern", "pattern", "patterns"),
    Kind("family", "family", "families", "folder", background=True),
    Kind("technology", "technology", "technologies", "component"),
    Kind("organisation", "organisation", "organisations", "house"),
    Kind("publication", "publication", "publications", "note", background=True),
    Kind("case-study", "case study", "case studies", "tab"),
    Kind("guide", "guide", "guides", "note"),
    Kind("decision", "decision", "decisions", "note"),
    Kind("decision-tree", "decision tree", "decision trees", "note", background=True),
    Kind("law", "law", "laws", "octagon"),
    Kind("capability", "capability", "capabilities", "ellipse", background=True),
)

RELATIONS = (
    Relation(
        "replaces", "replaces", "replaced by", lineage=True, acyclic=True, style=Style("dashed", "normal", "#b3261e")
    ),
    Relation("evolved-from", "evolved from", "evolved into", lineage=True, transitive=True, acyclic=True),
    Relation("pairs-with", "pairs with", "pairs with", symmetric=True, style=Style("solid", "none")),
    Relation("alternative-to", "alternative to", "alternative to", symmetric=True, style=Style("dotted", "none")),
    Relation(
        "conflicts-with", "conflicts with", "conflicts with", symmetric=True, style=Style("solid", "none", "#d32f2f")
    ),
    Relation("enables", "enables", "enabled by", capability=True),
    Relation("provides", "provides", "provided by", capability=True, object_kind="capability"),
    Relation("includes", "includes", "part of", transitive=True, acyclic=True, capability=True),
    Relation("requires", "requires", "required by", transitive=True),
    Relation(
        "specializes", "specializes", "generalizes", transitive=True, acyclic=True, style=Style("solid", "hollow")
    ),
    Relation("member-of", "belongs to", "has member", object_kind="family", style=Style("faint", "normal")),
    Relation("uses", "uses", "used by"),
    Relation("leads-from", "leads away from", "left by", style=Style("thin", "normal")),
    Relation("leads-to", "leads to", "reached by", style=Style("thin", "normal")),
    Relation("told-of", "tells of", "told in", object_kind="organisation", style=Style("thin", "normal")),
    Relation("recommends", "recommends", "recommended by", weak=True, style=Style("thin", "normal")),
    Relation("compares", "compares", "compared in", weak=True, style=Style("thin", "none")),
    Relation("subject-to", "subject to", "governs", object_kind="law", style=Style("thin", "normal")),
    Relation("described-in", "described in", "describes", object_kind="publication", style=Style("thin", "normal")),
    Relation("same-as", "same as", "same as", symmetric=True, transitive=True, style=Style("none", "none")),
    Relation("updates", "updates", "updated by", style=Style("thin", "normal")),
    Relation("amends", "amends", "amended by", style=Style("thin", "normal")),
    Relation("see-also", "see also", "see also", symmetric=True, weak=True, style=Style("faint", "none")),
)

PROPERTIES = (
    Property("kind", "kind", "one", "kind"),
    Property("title", "title", "one", "name"),
    Property("alias", "other names", "many", "name"),
    Property("former-name", "former names", "many", "name"),
    Property("summary", "summary", "one", "prose"),
    Property("category", "category", "one"),
    Property("tier", "tier", "one", "tier"),
    Property("tier-rationale", "why this tier", "one", "prose"),
    Property("status", "status", "one", "status"),
    Property("relevance", "relevance today", "one"),
    Property("introduced", "introduced", "one", "date"),
    Property("peak", "peak use", "one", "date"),
    Property("retired", "retired", "one"),
    Property("retired-on", "retired on", "one", "date"),
    Property("deprecation-reason", "why it was retired", "many", "prose"),
    Property("still-valid-for", "still valid for", "many"),
    Property("migration-guide", "migration guide", "many", "link"),
    Property("best-for", "best for", "many"),
    Property("when-to-use", "when to use", "many"),
    Property("when-not-to-use", "when not to use", "many"),
    Property("innovation", "innovation", "many"),
    Property("limitation", "limitations discovered", "many"),
    Property("adopter", "adopters", "many"),
    Property("tags", "tags", "many"),
    Property("trade-offs", "trade-offs", "record", "any"),
    Property("example", "examples", "record", "any"),
    Property("checklist", "production checklist", "record", "any"),
    Property("pitfall", "pitfalls", "record", "any"),
    Property("factor", "factors", "record", "any"),
    Property("assessment", "assessment", "record", "any"),
    Property("phase", "phases", "record", "any"),
    Property("rollback", "rollback", "record", "any"),
    Property("effort", "effort", "record", "any"),
    Property("trigger", "triggers", "record", "any"),
    Property("stage", "stages", "record", "any"),
    Property("outcome", "outcome", "record", "any"),
    Property("lesson", "lessons", "many", "prose"),
    Property("context", "context", "many", "prose"),
    Property("decision", "decision", "many", "prose"),
    Property("consequence", "consequences", "record", "any"),
    Property("domain", "domain"),
    Property("start", "first question"),
    Property("question", "questions", "record", "any"),
    Property("scenario", "scenarios", "record", "any"),
    Property("timeline-entry", "timeline", "record", "any"),
    Property("health", "health when somebody looked", "record", "any"),
    Property("last-updated", "page last updated", "one", "date"),
)

SCALES = (
    Scale(
        "excellence",
        (
            Tier("gold", "Gold", color="#ffd700", icon="🏆", needs=("2 example", "checklist")),
            Tier("silver", "Silver", color="#c0c0c0", icon="🥈", needs=("trade-offs",)),
            Tier(
                "bronze", "Bronze", retired=True, color="#cd7f32", icon="🥉", needs=("replaced-by or alternative-to",)
            ),
        ),
    ),
    Scale(
        "radar",
        (
            Tier("adopt", "Adopt", color="#93c47d", icon="●"),
            Tier("trial", "Trial", color="#93d2c2", icon="◐"),
            Tier("assess", "Assess", color="#fbdb84", icon="○"),
            Tier("hold", "Hold", retired=True, color="#efafa9", icon="✕"),
        ),
    ),
)

RETIRED = (
    "legacy",
    "legacy migration",
    "deprecated",
    "historical",
    "obsolete",
    "retired",
    "superseded",
    "replaced",
    "withdrawn",
    "discontinued",
    "end of life",
    "eol",
    "sunset",
    "archived",
    "educational only",
)

VOCABULARY = vocabulary(KINDS, RELATIONS, PROPERTIES, SCALES, RETIRED)
