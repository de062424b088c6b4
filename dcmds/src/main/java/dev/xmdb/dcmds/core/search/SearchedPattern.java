package dev.xmdb.dcmds.core.search;

import dev.xmdb.dcmds.Words;
import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.Invocation;
import dev.xmdb.target.search.BytePattern;
import dev.xmdb.target.search.RegexPattern;
import dev.xmdb.target.search.SearchPattern;
import dev.xmdb.target.search.ValuePattern;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** What {@code ::search} is to look for. */
final class SearchedPattern {
    private SearchedPattern() {}

    /** How many of the options were given that say what kind of pattern it is. */
    static long kinds(Invocation in) {
        return List.of('t', 'b', 'e').stream().filter(in::has).count();
    }

    /**
     * Reads the arguments.
     *
     * @throws DcmdException when they make no pattern
     */
    static SearchPattern of(Invocation in) {
        try {
            if (in.has('b')) {
                return BytePattern.hexadecimal(words(in), alignment(in, 1));
            }
            if (in.has('t')) {
                return BytePattern.text(words(in), in.has('i'), alignment(in, 1));
            }
            if (in.has('e')) {
                if (in.number('g').isPresent()) {
                    throw new DcmdException("-g does not go with -e");
                }
                return new RegexPattern(words(in), in.has('i'));
            }
        } catch (PatternSyntaxException wrong) {
            throw new DcmdException("not a regular expression: " + wrong.getDescription() + " (character "
                    + (wrong.getIndex() + 1) + " of " + wrong.getPattern() + ")");
        } catch (IllegalArgumentException wrong) {
            throw new DcmdException(wrong.getMessage());
        }
        return value(in);
    }

    private static String words(Invocation in) {
        return in.arguments().stream().map(argument -> Words.text(in, argument)).collect(Collectors.joining(" "));
    }

    private static SearchPattern value(Invocation in) {
        int size = size(in);
        List<DcmdArgument> arguments = in.arguments();
        if (arguments.size() != 1) {
            throw new DcmdException("one value to search for is expected");
        }
        long value = in.value(arguments.getFirst());
        long most = -1L >>> (Long.SIZE - size * Byte.SIZE);
        boolean negative = (value | most) == -1 && (value & (most >>> 1) + 1) != 0;
        if ((value & ~most) != 0 && !negative) {
            throw new DcmdException(String.format(Locale.ROOT, "%x does not fit into %d bytes (see -s)", value, size));
        }
        return new ValuePattern(value, size, in.number('m').orElse(-1), 0, alignment(in, size));
    }

    /** Bytes in a value. */
    static int size(Invocation in) {
        long size = in.number('s').orElse(in.target().wordSize());
        if (size < 1 || size > Long.BYTES || Long.bitCount(size) != 1) {
            throw new DcmdException(
                    "a value has 1, 2, 4 or 8 bytes, not " + in.session().number(size));
        }
        return (int) size;
    }

    private static int alignment(Invocation in, int otherwise) {
        OptionalLong given = in.number('g');
        long alignment = given.orElse(otherwise);
        if (alignment < 1 || alignment > 1 << 12 || Long.bitCount(alignment) != 1) {
            throw new DcmdException("an alignment is a power of 2 up to 0x1000, not "
                    + in.session().number(alignment));
        }
        return (int) alignment;
    }
}
