package dev.xmdb.engine.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/** Inputs that wait for one another: what was typed, in it a macro, in that an evaluated string, and so on. */
final class InputStack {
    /** Every level costs the program some stack of its own. */
    static final int DEEPEST = 64;

    private final Deque<Input> inputs = new ArrayDeque<>();

    /**
     * Runs an input before the one that is running goes on.
     *
     * @param body runs it
     * @throws AbandonedInputException when there are too many already
     */
    boolean run(Input input, Predicate<Input> body) {
        if (inputs.size() > DEEPEST) {
            throw new AbandonedInputException((input.text().source().isEmpty() ? "commands are" : "macro files are")
                    + " nested too deeply (more than " + DEEPEST + " levels)" + inMacro());
        }
        inputs.push(input);
        try {
            return body.test(input);
        } finally {
            inputs.pop();
        }
    }

    /** Where the innermost macro stands now, as the end of a message; nothing when none is running. */
    private String inMacro() {
        return inputs.stream()
                .limit(inputs.size() - 1L)
                .map(Input::place)
                .filter(place -> !place.source().isEmpty())
                .findFirst()
                .map(Place::onLine)
                .orElse("");
    }

    /** Whether nothing waits for the input that is running. */
    boolean isAtTop() {
        return inputs.size() <= 1;
    }

    /** The input that is running; there is one whenever a command runs. */
    Input current() {
        return inputs.element();
    }
}
