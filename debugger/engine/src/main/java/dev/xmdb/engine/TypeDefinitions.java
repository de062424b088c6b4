package dev.xmdb.engine;

import dev.xmdb.target.symbols.Symbol;
import dev.xmdb.target.types.Tag;
import dev.xmdb.target.types.Type;
import dev.xmdb.target.types.TypeLink;
import dev.xmdb.target.types.Types;
import dev.xmdb.target.types.file.TypeLibrary;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types that the user defined ({@code ::typedef}), before those of a guest. */
public final class TypeDefinitions implements Types {
    /** The option that hides the guest's types. */
    public static final String WITHOUT_GUEST = "noctf";

    private final Types guest;
    private final BooleanSupplier hidden;
    private final int guestWord;
    private final Map<Key, Type> defined = new LinkedHashMap<>();
    private final Set<Key> intrinsic = new HashSet<>();
    private final Map<String, TypeLibrary> libraries = new LinkedHashMap<>();
    private int wordSize;

    private record Key(Optional<Tag> tag, String name) {}

    /**
     * No definitions yet.
     *
     * @param guest the guest's types
     * @param wordSize bytes in a pointer
     */
    public TypeDefinitions(Types guest, int wordSize) {
        this(guest, wordSize, () -> false);
    }

    /**
     * No definitions yet.
     *
     * @param guest the guest's types
     * @param wordSize bytes in a pointer
     * @param hidden whether the guest's types are as if they were not there, asked each time
     */
    public TypeDefinitions(Types guest, int wordSize, BooleanSupplier hidden) {
        this.hidden = hidden;
        this.guest = guest;
        this.guestWord = wordSize;
        this.wordSize = wordSize;
    }

    /** Whether the guest has types of its own. */
    public boolean guestHasTypes() {
        return !guest.equals(NONE);
    }

    /** Whether the guest has types, but they are not to be used. */
    public boolean guestHidden() {
        return hidden.getAsBoolean() && guestHasTypes();
    }

    private Types guest() {
        return hidden.getAsBoolean() ? NONE : guest;
    }

    /** What was defined, by its name as C writes it: {@code foo_t}, {@code struct foo}. */
    public Map<String, Type> defined() {
        return defined.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey()
                                        .tag()
                                        .map(tag -> tag.keyword() + " ")
                                        .orElse("")
                                + entry.getKey().name(),
                        Map.Entry::getValue,
                        (one, other) -> one,
                        LinkedHashMap::new));
    }

    /**
     * Defines a type.
     *
     * @param tag what stands before its name; empty for a typedef or a basic type
     */
    public void define(Optional<Tag> tag, String name, Type type) {
        var key = new Key(tag, name);
        intrinsic.remove(key);
        defined.put(key, type);
    }

    /** Defines a type that every C program has, which the user did not write. */
    void defineIntrinsic(String name, Type type) {
        define(Optional.empty(), name, type);
        intrinsic.add(new Key(Optional.empty(), name));
    }

    /** Whether a type without a tag comes from the user's declarations or files. */
    boolean isOfUser(String name) {
        var key = new Key(Optional.empty(), name);
        return (defined.containsKey(key) && !intrinsic.contains(key))
                || libraries.values().stream()
                        .anyMatch(library -> library.candidates(Optional.empty(), name)
                                .findAny()
                                .isPresent());
    }

    /** Whether the user defined a type of a name; the guest may have one all the same. */
    public boolean isDefined(Optional<Tag> tag, String name) {
        return defined.containsKey(new Key(tag, name));
    }

    /** Defines several types: all of them, or none when that fails. */
    public void together(Runnable definitions) {
        var before = new LinkedHashMap<>(defined);
        var intrinsicBefore = new HashSet<>(intrinsic);
        boolean done = false;
        try {
            definitions.run();
            done = true;
        } finally {
            if (!done) {
                defined.clear();
                defined.putAll(before);
                intrinsic.clear();
                intrinsic.addAll(intrinsicBefore);
            }
        }
    }

    /** Takes in the types of a file, which then hide the guest's of the same names; those of the same file's that were there before go. */
    public void load(String file, TypeLibrary library) {
        libraries.remove(file);
        libraries.put(file, library);
    }

    /** The files of types by their names. */
    public Map<String, TypeLibrary> libraries() {
        return new LinkedHashMap<>(libraries);
    }

    /** Forgets every definition, and the types of files. */
    public void clear() {
        defined.clear();
        intrinsic.clear();
        libraries.clear();
        wordSize = guestWord;
    }

    /** Changes how many bytes a pointer has in definitions to come. */
    public void wordSize(int bytes) {
        wordSize = bytes;
    }

    @Override
    public int wordSize() {
        return wordSize;
    }

    @Override
    public Stream<Type> candidates(Optional<Tag> tag, String name) {
        return Stream.of(
                        Stream.ofNullable(defined.get(new Key(tag, name))),
                        libraries.values().stream().flatMap(library -> library.candidates(tag, name)),
                        Stream.of(guest()).flatMap(types -> types.candidates(tag, name)))
                .flatMap(each -> each);
    }

    @Override
    public Stream<String> names() {
        return Stream.concat(defined().keySet().stream(), guest().names());
    }

    @Override
    public Optional<Type> candidate(String object, Optional<Tag> tag, String name) {
        return guest().candidate(object, tag, name);
    }

    @Override
    public Optional<Type> ofVariable(Symbol symbol) {
        return guest().ofVariable(symbol);
    }

    @Override
    public Optional<Type.Function> ofFunction(Symbol symbol) {
        return guest().ofFunction(symbol);
    }

    @Override
    public OptionalInt numberOf(Symbol variable) {
        return guest().numberOf(variable);
    }

    /** A link to whatever a tag means when somebody asks: so a structure can point to itself before it is defined. */
    TypeLink later(Tag tag, String name) {
        return new TypeLink(
                _ -> candidates(Optional.of(tag), name).findFirst().orElseGet(() -> new Type.Forward(tag, name)), 0);
    }
}
