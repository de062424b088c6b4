package dev.xmdb.dcmds.linux.task;

import dev.xmdb.engine.DcmdException;
import java.util.Arrays;
import java.util.Locale;

/** Words for the states of tasks, by the letters that the kernel itself shows for them. */
enum StateWord {
    /** A CPU runs it. */
    ONPROC('R'),
    /** It waits for a CPU. */
    RUN('R'),
    /** It waits, and a signal wakes it. */
    SLEEP('S'),
    /** It waits, and no signal wakes it. */
    DISK('D'),
    /** A signal stopped it. */
    STOPPED('T'),
    /** A debugger stopped it. */
    TRACED('t'),
    /** It ends. */
    DEAD('X'),
    /** It has ended, and its parent was not told. */
    ZOMBIE('Z'),
    /** It was set aside. */
    PARKED('P'),
    /** A thread of the kernel's own waits for work. */
    IDLE('I');

    private final char letter;

    StateWord(char letter) {
        this.letter = letter;
    }

    /** The kernel's letter. */
    char letter() {
        return letter;
    }

    /** The word for a letter. */
    static StateWord of(char letter, boolean running) {
        return running
                ? ONPROC
                : Arrays.stream(values())
                        .filter(each -> each != ONPROC && each.letter == letter)
                        .findFirst()
                        .orElse(SLEEP);
    }

    /** Whether a user's word or letter means this state; the letter R means both that have it. */
    boolean is(String word) {
        return word.length() == 1 ? word.charAt(0) == letter : name().equals(word.toUpperCase(Locale.ROOT));
    }

    /**
     * Refuses a word that means no state.
     *
     * @throws DcmdException saying so
     */
    static void check(String word) {
        if (Arrays.stream(values()).noneMatch(each -> each.is(word))) {
            throw new DcmdException("state \"" + word + "\" not recognized");
        }
    }
}
