package dev.xmdb.engine.output;

/**
 * A named value.
 *
 * @param name key in JSON: the column's header in lower case, with anything but letters and digits as {@code _}
 * @param value the value
 */
public record Field(String name, Value value) {}
