package dev.xmdb.engine.run;

import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdArgument;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.HelpText;
import dev.xmdb.engine.RowDcmd;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.format.FormatVerb;
import dev.xmdb.engine.format.PreparedFormat;
import dev.xmdb.grammar.Verb;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A command that was looked up and whose immediate arguments were evaluated: ready to run any number of times. */
sealed interface Prepared {
    /** Declares nothing. */
    DcmdSpec NO_OPTIONS = DcmdSpec.named("").build();

    /** The name that its rows carry. */
    String name();

    /** Whether it runs once, whatever the count. */
    default boolean countIsLength() {
        return false;
    }

    /** Whether it runs once for all values of a pipe. */
    default boolean gathersPipe() {
        return false;
    }

    /** The dcmd that takes rows, when it is one and wants them after a stage that works on rows itself, or does not. */
    default Optional<RowDcmd> takesRows(boolean fedRows) {
        return Optional.empty();
    }

    /** Its options; parsed for the first run. */
    default ParsedOptions options(int radix) {
        return ParsedOptions.parse(NO_OPTIONS, List.of(), radix);
    }

    /** Runs it once. */
    Status run(CommandInvocation invocation);

    /** The line that a wrong call prints; null when there is none. */
    default @Nullable String usage() {
        return null;
    }

    /** What {@code ::help} would be asked for; null when it has no more to say than the usage. */
    default @Nullable String helpTopic() {
        return null;
    }

    /**
     * A dcmd.
     *
     * @param dcmd the dcmd
     * @param typed the name as it was typed
     * @param words its words
     */
    record OfDcmd(Dcmd dcmd, String typed, List<DcmdArgument> words) implements Prepared {
        @Override
        public String name() {
            return dcmd.spec().name();
        }

        @Override
        public boolean countIsLength() {
            return dcmd.spec().countIsLength();
        }

        @Override
        public boolean gathersPipe() {
            return dcmd.spec().gathersPipe();
        }

        @Override
        public Optional<RowDcmd> takesRows(boolean fedRows) {
            return dcmd instanceof RowDcmd rows && rows.takesRows(fedRows) ? Optional.of(rows) : Optional.empty();
        }

        @Override
        public ParsedOptions options(int radix) {
            return ParsedOptions.parse(dcmd.spec(), words, radix);
        }

        @Override
        public Status run(CommandInvocation invocation) {
            AddressUse use = dcmd.spec().address();
            boolean misplaced = invocation.hasAddress() ? use == AddressUse.NONE : use == AddressUse.REQUIRED;
            return misplaced ? Status.USAGE : dcmd.run(invocation);
        }

        @Override
        public String usage() {
            return HelpText.usage(dcmd.spec(), typed);
        }

        @Override
        public @Nullable String helpTopic() {
            return dcmd.spec().description().isBlank() ? null : typed;
        }
    }

    /**
     * A format verb.
     *
     * @param format the verb and what it prints
     */
    record OfFormat(PreparedFormat format) implements Prepared {
        @Override
        public String name() {
            return String.valueOf(format.verb().symbol());
        }

        @Override
        public Status run(CommandInvocation invocation) {
            return new FormatVerb(invocation).print(format);
        }
    }

    /**
     * A verb that searches or would write; a count is of no use to it.
     *
     * @param verb which memory
     * @param letter one of {@code v w W Z l L M}
     * @param words its values
     */
    record OfSearch(Verb verb, char letter, List<DcmdArgument> words) implements Prepared {
        @Override
        public String name() {
            return String.valueOf(verb.symbol()) + letter;
        }

        @Override
        public boolean countIsLength() {
            return true;
        }

        @Override
        public Status run(CommandInvocation invocation) {
            return new FormatVerb(invocation).writeOrSearch(verb, letter, words);
        }
    }

    /**
     * An assignment.
     *
     * @param cast the letter or digit between slashes, when there is one
     * @param words its words
     */
    record OfAssign(@Nullable Character cast, List<DcmdArgument> words) implements Prepared {
        @Override
        public String name() {
            return ">";
        }

        @Override
        public Status run(CommandInvocation invocation) {
            if (words.size() != 1 || !(words.getFirst() instanceof DcmdArgument.Word(String name))) {
                return Status.USAGE;
            }
            invocation.session().variables().set(name, narrowed(invocation.address()));
            invocation.session().increment(0);
            return Status.OK;
        }

        private long narrowed(long value) {
            return switch (cast) {
                case null -> value;
                case 'c', '1' -> value & 0xff;
                case 's', '2' -> value & 0xffff;
                case 'i', '4' -> value & 0xffff_ffffL;
                case 'l', '8' -> value;
                default -> throw new DcmdException(cast + " is not a valid // modifier");
            };
        }

        @Override
        public String usage() {
            return "Usage: [address]>[/modifier/]variable-name";
        }
    }
}
