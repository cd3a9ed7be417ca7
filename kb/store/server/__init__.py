"""The store on a Neo4j server: the same questions, answered by a database that many share."""
