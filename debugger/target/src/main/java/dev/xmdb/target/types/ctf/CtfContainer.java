package dev.xmdb.target.types.ctf;

import dev.xmdb.target.symbols.ElfSymbols;
import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One module's types. Numbers below 0x8000 are those of a parent, where there is one. Types are decoded when they are first asked for.
 * Thread-safe.
 */
public final class CtfContainer implements TypeSource {
    private static final int CHILD = 0x8000;
    private static final int LABEL_BYTES = 8;
    private static final Type NOTHING = new Type.Nothing();
    private static final Type INVALID = new Type.Missing("Invalid type identifier");
    private static final Type ELSEWHERE = new Type.Missing("Type information is in parent and unavailable");

    private final CtfData data;
    private final CtfDecoder decoder;
    private final int wordSize;
    private final Optional<CtfContainer> parent;
    private final CtfIndex index;
    private final boolean child;
    private final AtomicReferenceArray<Type> decoded;

    private CtfContainer(CtfData data, int wordSize, Optional<CtfContainer> parent, CtfIndex index) {
        this.data = data;
        this.decoder = new CtfDecoder(data, this, wordSize);
        this.wordSize = wordSize;
        this.parent = parent;
        this.index = index;
        this.child = data.header().parentName() != 0 || index.refersToChild();
        this.decoded = new AtomicReferenceArray<>(index.count() + 1);
    }

    /**
     * Reads a container that needs no parent, or whose parent is not there.
     *
     * @param bytes the container
     * @param strings the strings of the symbol table it belongs to; may be empty
     * @param wordSize bytes in a guest pointer
     */
    public static CtfContainer read(byte[] bytes, byte[] strings, int wordSize) throws CtfException {
        CtfData data = CtfData.read(bytes, strings);
        return new CtfContainer(data, wordSize, Optional.empty(), new CtfIndex(data));
    }

    /**
     * The same container with a parent.
     *
     * @throws CtfException when the parent is for another data model
     */
    public CtfContainer withParent(CtfContainer from) throws CtfException {
        if (from.wordSize != wordSize) {
            throw new CtfException("Cannot import types with different data model");
        }
        return new CtfContainer(data, wordSize, Optional.of(from), index);
    }

    /** The name of the container that supplies the numbers below 0x8000; empty when this one does itself. */
    public Optional<String> parentName() {
        return data.header().parentName() == 0
                ? Optional.empty()
                : Optional.of(data.string(data.header().parentName()));
    }

    /** The labels, oldest first. */
    public List<String> labels() {
        var labels = new ArrayList<String>();
        CtfHeader header = data.header();
        for (int at = header.labels(); at <= header.objects() - LABEL_BYTES; at += LABEL_BYTES) {
            labels.add(data.string(data.u32(at)));
        }
        return labels;
    }

    /** How many types it has itself. */
    public int count() {
        return index.count();
    }

    /** Every type that it has itself, in order. */
    public List<Type> all() {
        var all = new ArrayList<Type>(count());
        for (int number = 1; number <= count(); number++) {
            all.add(own(number));
        }
        return all;
    }

    @Override
    public Type type(int id) {
        if (id == 0) {
            return NOTHING;
        }
        boolean fromChild = (id & CHILD) != 0;
        if (child && !fromChild) {
            return parent.map(container -> container.type(id)).orElse(ELSEWHERE);
        }
        return fromChild == child ? own(id & (CHILD - 1)) : INVALID;
    }

    private Type own(int number) {
        if (number < 1 || number > index.count()) {
            return INVALID;
        }
        Type known = decoded.get(number);
        if (known == null) {
            try {
                known = decoder.decode(
                        CtfRecord.at(data, index.offset(number), data.header().strings()));
            } catch (CtfException damaged) {
                known = new Type.Missing(CtfException.CORRUPT);
            }
            // Whoever came first is everybody's: types are compared by identity.
            known = decoded.compareAndSet(number, null, known) ? known : decoded.get(number);
        }
        return known;
    }

    /** The structure, union or enumeration with a tag, or what announces it; of the parent, when this one has none. */
    public Optional<Type> tagged(Tag tag, String name) {
        return found(index.tagged(tag, name)).or(() -> parent.flatMap(container -> container.tagged(tag, name)));
    }

    /** The typedef or basic type with a name; of the parent, when this one has none. */
    public Optional<Type> named(String name) {
        return found(index.named(name)).or(() -> parent.flatMap(container -> container.named(name)));
    }

    /** The names of its own types as somebody types them: {@code struct proc}, {@code proc_t}. */
    public Stream<String> names() {
        return index.names();
    }

    private Optional<Type> found(@Nullable Integer number) {
        return Optional.ofNullable(number).map(this::own);
    }

    /** The types of a module's variables and functions, which follow the order of its own symbol table. */
    public CtfSymbols symbols(ElfSymbols table) {
        return CtfSymbols.of(data, decoder, this, table);
    }
}
