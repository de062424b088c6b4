package dev.xmdb.engine;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A list of folders between colons, in which {@code %} and a letter stand for something of the target.
 *
 * @param text the list as the user gave it
 */
public record SearchPath(String text) {
    private static final String UNSAFE = "[^A-Za-z0-9._+-]";

    /**
     * A new path, in which {@code %o} stands for the old one.
     *
     * @param changed the new text
     */
    public SearchPath changedTo(String changed) {
        return new SearchPath(changed.replace("%o", text));
    }

    /**
     * The list with every {@code %} letter replaced.
     *
     * @param letters what each letter stands for; it may come from a guest, so nothing in it can lead to another folder. A letter that
     *     is not there stays as it is
     */
    public String expanded(Map<Character, String> letters) {
        var result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String value = c == '%' && i + 1 < text.length() ? letters.get(text.charAt(i + 1)) : null;
            if (value == null) {
                result.append(c);
            } else {
                result.append(text.charAt(i + 1) == 'r' ? value : harmless(value));
                i++;
            }
        }
        return result.toString();
    }

    private static String harmless(String value) {
        String name = value.replaceAll(UNSAFE, "_");
        return name.startsWith(".") ? "_" + name.substring(1) : name;
    }

    /** The folders, in order. An empty element is none: the working directory is searched only where it was asked for by name. */
    public List<Path> folders(Map<Character, String> letters) {
        var folders = new ArrayList<Path>();
        for (String element : expanded(letters).split(":", -1)) {
            if (!element.isEmpty()) {
                try {
                    folders.add(Path.of(element));
                } catch (InvalidPathException e) {
                    // No folder can have such a name.
                }
            }
        }
        return folders;
    }
}
