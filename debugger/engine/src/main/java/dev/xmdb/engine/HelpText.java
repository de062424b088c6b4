package dev.xmdb.engine;

import java.util.Locale;

/** What {@code ::help} and a wrong call print about a dcmd, composed from its declaration. */
public final class HelpText {
    private static final String BUILT_IN = "core";
    private static final int COLUMNS = 80;
    private static final int INDENT = 2;
    private static final int OPTION_COLUMNS = 13;

    private HelpText() {}

    /**
     * The usage line.
     *
     * @param spec the declaration
     * @param typed the name as it was typed, without {@code ::}
     */
    public static String usage(DcmdSpec spec, String typed) {
        String prefix = switch (spec.address()) {
            case NONE -> "";
            case OPTIONAL -> "[address]";
            case REQUIRED -> "address";
        };
        return "Usage: " + prefix + DcmdSpec.typed(typed) + spec.arguments();
    }

    /**
     * The whole help text: NAME, SYNOPSIS, DESCRIPTION, OPTIONS, EXAMPLES and ATTRIBUTES, ending in a newline so that a blank line follows it.
     *
     * @param spec the declaration
     * @param typed the name that was asked for, without {@code ::}
     * @param module the module that the dcmd belongs to
     */
    public static String of(DcmdSpec spec, String typed, String module) {
        var text = new StringBuilder("\nNAME\n");
        wrap(text, INDENT, typed + " - " + spec.summary());
        String prefix = switch (spec.address()) {
            case NONE -> "";
            case OPTIONAL -> "[ addr ] ";
            case REQUIRED -> "addr ";
        };
        text.append("\nSYNOPSIS\n");
        wrap(text, INDENT, prefix + DcmdSpec.typed(typed) + spec.arguments());
        if (!spec.description().isBlank()) {
            text.append("\nDESCRIPTION\n");
            spec.description().strip().lines().forEach(line -> wrap(text, INDENT, line));
        }
        if (!spec.options().isEmpty()) {
            text.append("\nOPTIONS\n");
            int columns = spec.options().stream()
                    .mapToInt(option -> head(option).length() + 2)
                    .reduce(OPTION_COLUMNS, Math::max);
            for (OptionSpec option : spec.options()) {
                var help = new StringBuilder();
                wrap(help, INDENT + columns, option.help());
                text.append(String.format(Locale.ROOT, "  %-" + (columns - 1) + "s ", head(option)));
                text.append(help.toString().stripLeading());
            }
        }
        if (!spec.examples().isEmpty()) {
            text.append("\nEXAMPLES\n");
            for (DcmdSpec.Example example : spec.examples()) {
                text.append("  ").append(example.command()).append('\n');
                wrap(text, 3 * INDENT, example.shows());
            }
        }
        if (spec.names().size() > 1) {
            text.append("\nALSO\n  ");
            text.append(String.join(
                    ", ",
                    spec.names().stream()
                            .filter(name -> !name.equals(typed))
                            .map(DcmdSpec::typed)
                            .toList()));
            text.append('\n');
        }
        text.append("\nATTRIBUTES\n\n  Target: Xen domain image\n  Module: ").append(module);
        text.append("\n  Interface Stability: ").append(module.equals(BUILT_IN) ? "Evolving" : "Unstable");
        text.append('\n');
        return text.toString();
    }

    /** Appends a paragraph as indented lines that fit a terminal; a word is never broken. */
    private static String head(OptionSpec option) {
        return "-" + option.letter() + (option.argument().isEmpty() ? "" : " " + option.argument());
    }

    private static void wrap(StringBuilder text, int indent, String paragraph) {
        int column = 0;
        for (String word : paragraph.strip().split(" +", -1)) {
            if (column > indent && column + 1 + word.length() > COLUMNS) {
                text.append('\n');
                column = 0;
            }
            if (column == 0 && !word.isEmpty()) {
                text.repeat(' ', indent);
                column = indent;
            } else if (column > 0) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        text.append('\n');
    }
}
