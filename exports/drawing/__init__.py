"""The ground of every picture that we lay out ourselves: text and its width, colours by day and by night, marks, SVG."""
