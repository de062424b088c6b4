package dev.xmdb.engine.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Why a file could not be used, in words; what the library throws often has only the file's name for a message. */
public final class FileTrouble {
    private FileTrouble() {}

    /** What to say of a file that could not be opened, or not be read once it was. */
    public static String unopened(String name, IOException e) {
        return "failed to open " + shown(name) + ": " + reason(e);
    }

    /** A name in a sentence, where one without a letter would be missed. */
    public static String shown(String name) {
        return name.isEmpty() ? "\"\"" : name;
    }

    /** The reason without the file's name. */
    public static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "no such file";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other when other.getReason() != null -> sentence(other.getReason());
            default -> sentence(e.getMessage());
        };
    }

    /** The same of a file that was to be made: nothing of its name is missing but the folder. */
    public static String unmade(IOException e) {
        return e instanceof NoSuchFileException ? "no such directory" : reason(e);
    }

    /** The system begins what it says with a capital letter, we do not. */
    private static String sentence(@Nullable String reason) {
        if (reason == null || reason.isEmpty()) {
            return "i/o error";
        }
        boolean word = reason.length() > 1 && Character.isLowerCase(reason.charAt(1));
        return word ? Character.toLowerCase(reason.charAt(0)) + reason.substring(1) : reason;
    }
}
