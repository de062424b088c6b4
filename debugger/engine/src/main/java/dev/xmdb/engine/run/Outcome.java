package dev.xmdb.engine.run;

/**
 * How some command text ended.
 *
 * @param succeeded whether every command did
 * @param quit whether the session is to end
 */
public record Outcome(boolean succeeded, boolean quit) {}
