/**
 * The command language: text in, sealed syntax trees out.
 *
 * <p>{@link dev.xmdb.grammar.CommandParser} is the only way in and {@link dev.xmdb.grammar.CommandText} the way back; the ANTLR
 * lexer and parser behind them are for this package alone. Nothing here knows a target, a radix or a symbol: numbers and names
 * stay as they were written until they are evaluated.
 */
@NullMarked
package dev.xmdb.grammar;

import org.jspecify.annotations.NullMarked;
