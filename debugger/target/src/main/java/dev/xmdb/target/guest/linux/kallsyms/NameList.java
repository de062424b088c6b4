package dev.xmdb.target.guest.linux.kallsyms;

/** The names of symbols by their numbers. */
interface NameList {

    /** How many there are. */
    int count();

    /** A symbol's letter. */
    char letter(int symbol);

    /** A symbol's name. */
    String name(int symbol);

    /** The hash that {@link #name} has, without making it where that costs something. */
    int hash(int symbol);
}
