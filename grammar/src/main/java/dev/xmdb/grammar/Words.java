package dev.xmdb.grammar;

/** The quoting of arguments: {@code '…'} keeps what it holds, {@code "…"} resolves escapes, and pieces that touch are one word. */
final class Words {

    private Words() {}

    /** The word that was meant. A quote left open holds everything after it. */
    static String unquote(String text) {
        if (text.indexOf('"') < 0 && text.indexOf('\'') < 0) {
            return text;
        }
        var word = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\'') {
                int end = text.indexOf('\'', i + 1);
                word.append(text, i + 1, end < 0 ? text.length() : end);
                i = end < 0 ? text.length() : end + 1;
            } else if (c == '"') {
                int end = closingQuote(text, i + 1);
                word.append(CEscapes.resolve(text.substring(i + 1, end)));
                i = end + 1;
            } else {
                word.append(c);
                i++;
            }
        }
        return word.toString();
    }

    private static int closingQuote(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, text.length());
    }

    /** Appends a word as an argument that reads as that word, quoted only when it must be. */
    static void append(StringBuilder out, String word) {
        if (isPlain(word)) {
            out.append(word);
        } else {
            out.append('"');
            CEscapes.append(out, word);
            out.append('"');
        }
    }

    private static boolean isPlain(String word) {
        if (word.isEmpty() || word.startsWith("//")) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c <= ' ' || c == 0x7f || ";!|\"'$".indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }
}
