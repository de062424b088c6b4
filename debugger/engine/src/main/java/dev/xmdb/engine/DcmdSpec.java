package dev.xmdb.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The declaration of a dcmd: everything that lookup, option parsing, usage and {@code ::help} need.
 *
 * @param names its name and aliases, as they are looked up: {@code regs}, {@code $r}
 * @param summary one line
 * @param address whether it takes an address
 * @param operands what follows the options in the synopsis; empty when nothing does
 * @param options its options
 * @param description paragraphs for {@code ::help}
 * @param examples commands with what they show
 * @param countIsLength whether a count is a length for one run ({@link Invocation#count}) and not a number of runs
 * @param parsesItself whether every word is an argument and none an option
 * @param gathersPipe whether all values of a pipe come in one run ({@link Invocation#piped}) and not each in its own
 * @param guest the only kind of guest it works on; empty when it works on any
 */
public record DcmdSpec(
        List<String> names,
        String summary,
        AddressUse address,
        String operands,
        List<OptionSpec> options,
        String description,
        List<Example> examples,
        boolean countIsLength,
        boolean parsesItself,
        boolean gathersPipe,
        Optional<String> guest) {
    /** Copies the lists. */
    public DcmdSpec {
        names = List.copyOf(names);
        options = List.copyOf(options);
        examples = List.copyOf(examples);
    }

    /** The first of {@link #names}. */
    public String name() {
        return names.getFirst();
    }

    /** Options and operands as they stand in a synopsis: flags in one bracket, then the others, then the operands. */
    public String arguments() {
        var text = new StringBuilder();
        var flags = new StringBuilder();
        for (OptionSpec option : options) {
            if (option.kind() == OptionSpec.Kind.FLAG) {
                flags.append(option.letter());
            }
        }
        if (!flags.isEmpty()) {
            text.append(" [-").append(flags).append(']');
        }
        for (OptionSpec option : options) {
            if (option.kind() != OptionSpec.Kind.FLAG) {
                text.append(" [-").append(option.letter()).append(' ');
                text.append(option.argument()).append(']');
            }
        }
        if (!operands.isEmpty()) {
            text.append(' ').append(operands);
        }
        return text.toString();
    }

    /** A name as it is typed: {@code ::status}, {@code $r}. */
    public static String typed(String name) {
        return name.startsWith("$") || name.startsWith(":") ? name : "::" + name;
    }

    /**
     * An example.
     *
     * @param command what to type
     * @param shows what it shows, one sentence
     * @param guest the only kind of guest that it can be typed at; empty when it suits all that the dcmd works on
     */
    public record Example(String command, String shows, Optional<String> guest) {}

    /** Begins a declaration. */
    public static Builder named(String name, String... aliases) {
        return new Builder(name, aliases);
    }

    /** Collects a declaration. */
    public static final class Builder {
        private final List<String> names = new ArrayList<>();
        private final List<OptionSpec> options = new ArrayList<>();
        private final List<Example> examples = new ArrayList<>();
        private String summary = "";
        private AddressUse address = AddressUse.NONE;
        private String operands = "";
        private String description = "";
        private boolean countIsLength;
        private boolean parsesItself;
        private boolean gathersPipe;
        private Optional<String> guest = Optional.empty();

        private Builder(String name, String... aliases) {
            names.add(name);
            names.addAll(List.of(aliases));
        }

        /** One line. */
        public Builder summary(String text) {
            summary = text;
            return this;
        }

        /** Whether it takes an address; NONE otherwise. */
        public Builder address(AddressUse use) {
            address = use;
            return this;
        }

        /** What follows the options in the synopsis. */
        public Builder operands(String text) {
            operands = text;
            return this;
        }

        /** Adds an option. */
        public Builder option(OptionSpec option) {
            options.add(option);
            return this;
        }

        /** Paragraphs for {@code ::help}. */
        public Builder description(String text) {
            description = text;
            return this;
        }

        /** Adds an example. */
        public Builder example(String command, String shows) {
            examples.add(new Example(command, shows, Optional.empty()));
            return this;
        }

        /** Adds an example that can be typed at one kind of guest only. */
        public Builder example(String kind, String command, String shows) {
            examples.add(new Example(command, shows, Optional.of(kind)));
            return this;
        }

        /** A count is a length for one run, not a number of runs. */
        public Builder countIsLength() {
            countIsLength = true;
            return this;
        }

        /** Every word is an argument, also those that begin with a dash; declared options serve the synopsis only. */
        public Builder parsesItself() {
            parsesItself = true;
            return this;
        }

        /** All values of a pipe come in one run. */
        public Builder gathersPipe() {
            gathersPipe = true;
            return this;
        }

        /** It works on one kind of guest only. */
        public Builder guest(String kind) {
            guest = Optional.of(kind);
            return this;
        }

        /** The declaration. */
        public DcmdSpec build() {
            return new DcmdSpec(
                    names,
                    summary,
                    address,
                    operands,
                    options,
                    description,
                    examples,
                    countIsLength,
                    parsesItself,
                    gathersPipe,
                    guest);
        }
    }
}
