package dev.xmdb.dcmds.crash;

import dev.xmdb.engine.DcmdException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The words of a crash command: options, each perhaps with an argument, and what is left. */
final class CrashWords {
    /** What C has and our language has not; there is no single = either. */
    private static final Pattern WITHOUT_EQUIVALENT =
            Pattern.compile("&&|\\|\\||\\?|!(?!=)|(?<!<)<(?!<)|(?<!>)>(?!>)|(?<![=!])=(?!=)");

    /** A number or a name, whole. */
    private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9_.`]+");

    private final String command;
    private final List<String> options = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private final List<String> rest = new ArrayList<>();

    /**
     * Sorts words.
     *
     * @param command the command's name, for messages
     * @param known options without an argument that it has
     * @param withArgument options with one
     * @throws DcmdException for any other option: it has no equivalent
     */
    CrashWords(String command, List<String> words, Set<String> known, Set<String> withArgument) {
        this.command = command;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (withArgument.contains(word)) {
                if (i + 1 == words.size()) {
                    throw new DcmdException(command + ": option requires an argument -- " + word.substring(1));
                }
                options.add(word);
                arguments.add(words.get(++i));
            } else if (known.contains(word)) {
                options.add(word);
                arguments.add("");
            } else if (word.startsWith("-") && word.length() > 1 && !Character.isDigit(word.charAt(1))) {
                throw new DcmdException(command + ": option " + word + " has no equivalent here");
            } else {
                rest.add(word);
            }
        }
    }

    boolean has(String option) {
        return options.contains(option);
    }

    Optional<String> argument(String option) {
        int at = options.indexOf(option);
        return at < 0 ? Optional.empty() : Optional.of(arguments.get(at));
    }

    /** The words that are no options. */
    List<String> rest() {
        return rest;
    }

    /** One of them; empty when there are not so many. */
    Optional<String> rest(int index) {
        return index < rest.size() ? Optional.of(rest.get(index)) : Optional.empty();
    }

    /**
     * The first of them.
     *
     * @throws DcmdException when there is none
     */
    String first() {
        return rest(0).orElseThrow(() -> new DcmdException(command + ": an argument is missing"));
    }

    /**
     * Refuses more words than a number.
     *
     * @throws DcmdException when there are more
     */
    void atMost(int most) {
        if (rest.size() > most) {
            throw new DcmdException(command + ": " + rest.get(most) + " is one argument too many");
        }
    }

    /**
     * Refuses options that say different things.
     *
     * @throws DcmdException when more than one is there
     */
    void oneOf(String... exclusive) {
        List<String> given = Stream.of(exclusive).filter(this::has).toList();
        if (given.size() > 1) {
            throw new DcmdException(
                    command + ": " + given.get(0) + " and " + given.get(1) + " at once have no equivalent here");
        }
    }

    /** A number as crash reads counts: decimal unless it says otherwise. */
    static String decimal(String word) {
        return word.matches("[0-9]+") ? "0t" + word : word;
    }

    /**
     * A number of things from 1 on.
     *
     * @throws DcmdException when it is none
     */
    long count(String word) {
        String digits = word.replaceFirst("^0[xX]", "");
        try {
            long count = Long.parseLong(digits, digits.length() == word.length() ? 10 : 16);
            if (count > 0) {
                return count;
            }
        } catch (NumberFormatException wrong) {
            // Told below, as what is too small is.
        }
        throw new DcmdException(command + ": invalid count: " + word);
    }

    /**
     * An address as crash reads it: hexadecimal digits are a number, anything else a name or an expression, in which distances are
     * decimal unless they say otherwise.
     */
    static String address(String word) {
        if (word.matches("[0-9a-fA-F]{5,16}")) {
            return "0x" + word;
        }
        return word.matches("[(]*[A-Za-z_.][A-Za-z0-9_.`]*[+-].*") ? decimals(word) : word;
    }

    /** An address as part of an expression. */
    static String operand(String word) {
        String address = address(word);
        return address.matches("[A-Za-z0-9_.`]+") ? address : "(" + address + ")";
    }

    /** An expression whose numbers are decimal unless they say otherwise. */
    static String decimals(String expression) {
        return NUMBER.matcher(expression).replaceAll(number -> {
            String text = number.group();
            return text.matches("[0-9]+")
                    ? "0t" + text
                    : text.matches("[0-9a-fA-F]+") && Character.isDigit(text.charAt(0)) ? "0x" + text : text;
        });
    }

    /**
     * An expression of C in our language, where / divides as % does here and % leaves what %% does.
     *
     * @throws DcmdException for an operator that we have not, or whose rank here is another
     */
    String expression(String c) {
        if (c.matches(".*[*/][^()+&^|<>-]*%.*")) {
            throw new DcmdException(command + ": " + c + " needs parentheses around what % is taken of");
        }
        if (WITHOUT_EQUIVALENT.matcher(c).find()) {
            throw new DcmdException(command + ": " + c + " has an operator without an equivalent here");
        }
        return decimals(c).replace("%", "%%").replace("/", "%");
    }

    /** A task by what crash takes: a decimal process number, or a hexadecimal address. */
    static String task(String word, String command) {
        return word.matches("[0-9]{1,7}") ? "0t" + word + "::pid2proc | " + command : address(word) + command;
    }

    /** A word that our language takes as one argument. */
    static String quoted(String word) {
        if (word.matches("[A-Za-z0-9_.\\[\\]>`*-]+")) {
            return word;
        }
        return word.indexOf('\'') < 0
                ? "'" + word + "'"
                : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
