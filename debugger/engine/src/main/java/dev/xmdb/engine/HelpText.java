package dev.xmdb.engine;

import java.util.Locale;

/** What {@code ::help} and a wrong call print about a dcmd, composed from its declaration. */
public final class HelpText {

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
        text.append("  ").append(typed).append(" - ").append(spec.summary()).append('\n');
        String prefix = switch (spec.address()) {
            case NONE -> "";
            case OPTIONAL -> "[ addr ] ";
            case REQUIRED -> "addr ";
        };
        text.append("\nSYNOPSIS\n  ").append(prefix).append(DcmdSpec.typed(typed));
        text.append(spec.arguments()).append('\n');
        if (!spec.description().isBlank()) {
            text.append("\nDESCRIPTION\n");
            spec.description().strip().lines().forEach(line -> text.append(indent(line)));
        }
        if (!spec.options().isEmpty()) {
            text.append("\nOPTIONS\n");
            for (OptionSpec option : spec.options()) {
                String head = "-" + option.letter() + (option.argument().isEmpty() ? "" : " " + option.argument());
                text.append(String.format(Locale.ROOT, "  %-12s %s", head, option.help()))
                        .append('\n');
            }
        }
        if (!spec.examples().isEmpty()) {
            text.append("\nEXAMPLES\n");
            for (DcmdSpec.Example example : spec.examples()) {
                text.append("  ").append(example.command()).append('\n');
                text.append("      ").append(example.shows()).append('\n');
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
        text.append("\nATTRIBUTES\n\n  Module: ").append(module).append('\n');
        return text.toString();
    }

    private static String indent(String line) {
        return line.isBlank() ? "\n" : "  " + line + "\n";
    }
}
