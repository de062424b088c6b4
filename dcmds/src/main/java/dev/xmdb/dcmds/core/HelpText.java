package dev.xmdb.dcmds.core;

import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.OptionSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page of {@code ::help} for one command, made from its declaration. */
final class HelpText {
    private static final int COLUMNS = 80;
    private static final int INDENT = 2;
    private static final int OPTION_COLUMNS = 14;

    private final StringBuilder text = new StringBuilder();
    private final DcmdSpec spec;

    private HelpText(DcmdSpec spec) {
        this.spec = spec;
    }

    /** The page: NAME, SYNOPSIS, DESCRIPTION, OPTIONS, EXAMPLES, ATTRIBUTES; sections without content are left out. */
    static String of(DcmdSpec spec, String module) {
        var page = new HelpText(spec);
        page.section("NAME");
        page.wrapped(INDENT, spec.name() + " - " + spec.summary());
        page.section("SYNOPSIS");
        for (String name : spec.names()) {
            page.wrapped(INDENT, synopsis(spec, name));
        }
        if (!spec.description().isEmpty()) {
            page.section("DESCRIPTION");
            for (String paragraph : spec.description().split("\n", -1)) {
                page.wrapped(INDENT, paragraph);
            }
        }
        page.options();
        page.examples();
        page.section("ATTRIBUTES");
        page.wrapped(INDENT, "Target: Xen domain image");
        page.wrapped(INDENT, "Module: " + module);
        page.wrapped(INDENT, "Interface Stability: Evolving");
        return page.text.toString();
    }

    private static String synopsis(DcmdSpec spec, String name) {
        String address = switch (spec.address()) {
            case NONE -> "";
            case OPTIONAL -> "[ addr ] ";
            case REQUIRED -> "addr ";
        };
        return address + DcmdSpec.typed(name) + spec.arguments();
    }

    private void options() {
        if (spec.options().isEmpty()) {
            return;
        }
        section("OPTIONS");
        for (OptionSpec option : spec.options()) {
            String letter = "-" + option.letter() + (option.argument().isEmpty() ? "" : " " + option.argument());
            hanging(letter, option.help());
        }
    }

    private void examples() {
        if (spec.examples().isEmpty()) {
            return;
        }
        section("EXAMPLES");
        for (DcmdSpec.Example example : spec.examples()) {
            wrapped(INDENT, example.command());
            wrapped(3 * INDENT, example.shows());
        }
    }

    private void section(String name) {
        text.append(text.isEmpty() ? "\n" : "\n\n").append(name);
    }

    private void hanging(String label, String words) {
        List<String> lines = wrap(words, COLUMNS - INDENT - OPTION_COLUMNS);
        for (int i = 0; i < lines.size(); i++) {
            text.append(String.format(
                    Locale.ROOT,
                    "\n%" + INDENT + "s%-" + OPTION_COLUMNS + "s%s",
                    "",
                    i == 0 ? label : "",
                    lines.get(i)));
        }
    }

    private void wrapped(int indent, String words) {
        for (String line : wrap(words, COLUMNS - indent)) {
            text.append('\n');
            if (!line.isEmpty()) {
                text.repeat(' ', indent).append(line);
            }
        }
    }

    private static List<String> wrap(String words, int columns) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : words.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            if (!line.isEmpty()) {
                line.append(' ');
            }
            line.append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
