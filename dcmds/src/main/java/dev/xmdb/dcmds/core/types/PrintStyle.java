package dev.xmdb.dcmds.core.types;

import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.Settings;

/**
 * How {@code ::print} shows values.
 *
 * @param values whether there are any: without an address only the layout is shown
 * @param addresses whether each has its address before it
 * @param types whether each has its type before it
 * @param baseTypes whether types that stand for others are followed by those
 * @param holes whether unused bits between members are shown
 * @param decimal whether numbers are decimal
 * @param hexadecimal whether numbers are hexadecimal whatever they mean
 * @param rawPointers whether pointers are mere numbers
 * @param paths whether each value has its whole path before it, and structures no braces
 * @param names whether values have names before them
 * @param depth how many levels are opened; negative for all
 * @param textLimit most characters of an array of characters that is shown as text; negative for no limit
 * @param arrayLimit most members of an array; negative for no limit
 */
record PrintStyle(
        boolean values,
        boolean addresses,
        boolean types,
        boolean baseTypes,
        boolean holes,
        boolean decimal,
        boolean hexadecimal,
        boolean rawPointers,
        boolean paths,
        boolean names,
        long depth,
        long textLimit,
        long arrayLimit) {

    static PrintStyle of(Invocation in) {
        Settings settings = in.session().settings();
        return new PrintStyle(
                in.hasAddress(),
                in.has('a'),
                in.has('t') || in.has('T'),
                in.has('T'),
                in.has('h'),
                in.has('d') && !in.has('x'),
                in.has('x'),
                in.has('n'),
                in.has('m'),
                !in.has('V'),
                in.number('s').orElse(-1),
                in.has('C') ? -1 : in.number('c').orElse(settings.arrayStringLimit()),
                in.has('L') ? -1 : in.number('l').orElse(settings.arrayMemberLimit()));
    }
}
