package dev.xmdb.target.symbols;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Address to name and name to address, by mdb's rules. Thread-safe. */
public interface Symbols {

    /** A target without symbols. */
    Symbols NONE = new Symbols() {
        @Override
        public Optional<SymbolHit> at(long address) {
            return Optional.empty();
        }

        @Override
        public Optional<SymbolHit> at(long address, long maxDistance) {
            return Optional.empty();
        }

        @Override
        public OptionalLong valueOf(String name) {
            return OptionalLong.empty();
        }

        @Override
        public Optional<OptionalLong> valueOf(String object, String name) {
            return Optional.empty();
        }
    };

    /**
     * The symbols whose value is an address, the one that stands for it first. They have their own names, without the object's before
     * them.
     */
    default List<Symbol> exactly(long address) {
        return List.of();
    }

    /** The symbol that stands for an unscoped name. */
    default Optional<Symbol> find(String name) {
        return Optional.empty();
    }

    /** The objects that have symbols of their own, in the order in which they are searched. */
    default List<String> objects() {
        return List.of();
    }

    /** Every symbol of one object in its table's order; empty when there is no such object. */
    default Optional<List<Symbol>> all(String object) {
        return Optional.empty();
    }

    /** The names of all symbols, in no order that matters; a name may come more than once. Spelled out as somebody asks on. */
    default Stream<String> names() {
        return objects().stream()
                .flatMap(object -> all(object).orElse(List.of()).stream())
                .map(Symbol::name);
    }

    /** The symbol that covers an address (smart mode: within the symbol's size). */
    Optional<SymbolHit> at(long address);

    /** The closest symbol less than {@code maxDistance} bytes before an address (absolute mode). */
    Optional<SymbolHit> at(long address, long maxDistance);

    /** The value of an unscoped name. */
    OptionalLong valueOf(String name);

    /** The value of a name in one object: empty when there is no such object, an empty value when it has no such symbol. */
    Optional<OptionalLong> valueOf(String object, String name);

    /**
     * A symbol and how far into it an address is.
     *
     * @param name as it is printed, with the object's name before a backquote where mdb prints one
     * @param offset bytes from the symbol's value
     */
    record SymbolHit(String name, long offset) {}
}
