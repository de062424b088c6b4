package dev.xmdb.target.guest.linux.kallsyms;

/**
 * Two lists of names as one.
 *
 * @param first numbered from 0
 * @param second numbered behind them
 */
record JoinedNames(NameList first, NameList second) implements NameList {

    @Override
    public int count() {
        return first.count() + second.count();
    }

    @Override
    public char letter(int symbol) {
        return symbol < first.count() ? first.letter(symbol) : second.letter(symbol - first.count());
    }

    @Override
    public String name(int symbol) {
        return symbol < first.count() ? first.name(symbol) : second.name(symbol - first.count());
    }

    @Override
    public int hash(int symbol) {
        return symbol < first.count() ? first.hash(symbol) : second.hash(symbol - first.count());
    }
}
