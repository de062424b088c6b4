package dev.xmdb.target.types;

/**
 * A type that another one refers to, looked up when it is asked for: types refer to each other in circles.
 *
 * @param source where it is
 * @param id its number there
 */
public record TypeLink(TypeSource source, int id) {

    /** A link to a type at hand. */
    public static TypeLink to(Type type) {
        return new TypeLink(_ -> type, 0);
    }

    /** The type. */
    public Type type() {
        return source.type(id);
    }

    @Override
    public String toString() {
        return "type " + id;
    }
}
