package dev.xmdb.target.types;

/**
 * Writes a type as C does, from the inside out: stars and brackets grow around the place of the declared name, with parentheses where a
 * pointer meets an array or a function.
 */
final class Declaration {
    private static final String UNKNOWN = "(?)";

    private String base = "";
    private String qualifiers = "";
    private final StringBuilder around = new StringBuilder();
    private boolean starLast;

    private Declaration() {}

    static String of(Type type) {
        var declaration = new Declaration();
        declaration.walk(type);
        return declaration.qualifiers
                + declaration.base
                + (declaration.around.isEmpty() ? "" : " ")
                + declaration.around;
    }

    private void walk(Type type) {
        Type at = type;
        for (int steps = 0; steps < Type.MAX_CHAIN; steps++) {
            switch (at) {
                case Type.Pointer pointer -> {
                    around.insert(0, '*');
                    starLast = true;
                    at = pointer.target().type();
                }
                case Type.Qualified qualified -> {
                    at = qualified.target().type();
                    qualify(qualified.qualifier().keyword(), at);
                }
                case Type.Array array -> {
                    parenthesise();
                    around.append('[').append(array.count()).append(']');
                    at = array.element().type();
                }
                case Type.Function function -> {
                    parenthesise();
                    around.append("()");
                    at = function.result().type();
                }
                default -> {
                    base = base(at);
                    return;
                }
            }
        }
        base = UNKNOWN;
    }

    /** The qualifier of a pointer follows its star; any other one stands before the base. */
    private void qualify(String keyword, Type target) {
        if (target instanceof Type.Pointer) {
            around.insert(0, around.isEmpty() ? keyword : keyword + " ");
        } else {
            qualifiers = keyword + " " + qualifiers;
        }
    }

    private void parenthesise() {
        if (starLast) {
            around.insert(0, '(').append(')');
            starLast = false;
        }
    }

    private static String base(Type type) {
        return switch (type) {
            case Type.Aggregate aggregate -> aggregate.tag().keyword() + " " + aggregate.name();
            case Type.Enumeration enumeration -> "enum " + enumeration.name();
            case Type.Forward forward -> forward.tag().keyword() + " " + forward.name();
            case Type.Missing _ -> UNKNOWN;
            default -> type.name();
        };
    }
}
