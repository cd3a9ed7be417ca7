"""Answers as plain data: one flat object each, the same for ``--format json`` and for ``kb ask --jsonl``.

Fields that scripts rely on keep their names for good; ``schema`` is raised when one changes its meaning.
"""
