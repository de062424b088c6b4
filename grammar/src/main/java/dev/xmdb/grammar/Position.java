package dev.xmdb.grammar;

/**
 * A place in command text.
 *
 * @param line 1-based
 * @param column 0-based, in UTF-16 units
 */
public record Position(int line, int column) {}
