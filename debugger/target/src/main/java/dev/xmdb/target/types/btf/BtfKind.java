package dev.xmdb.target.types.btf;

/** Kinds of records, in the order of their numbers. */
enum BtfKind {
    NONE,
    INT,
    PTR,
    ARRAY,
    STRUCT,
    UNION,
    ENUM,
    FWD,
    TYPEDEF,
    VOLATILE,
    CONST,
    RESTRICT,
    FUNC,
    FUNC_PROTO,
    VAR,
    DATASEC,
    FLOAT,
    DECL_TAG,
    TYPE_TAG,
    ENUM64;

    private static final BtfKind[] KINDS = values();

    /** The kind with a number; NONE for a number that nobody knows. */
    static BtfKind of(int number) {
        return number < KINDS.length ? KINDS[number] : NONE;
    }

    /** Bytes that follow a record's head. */
    int extra(int length) {
        return switch (this) {
            case INT, VAR, DECL_TAG -> 4;
            case ARRAY -> 12;
            case STRUCT, UNION, DATASEC, ENUM64 -> 12 * length;
            case ENUM, FUNC_PROTO -> 8 * length;
            case NONE, PTR, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FLOAT, TYPE_TAG -> 0;
        };
    }
}
