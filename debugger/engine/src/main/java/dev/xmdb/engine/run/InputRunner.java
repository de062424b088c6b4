package dev.xmdb.engine.run;

import dev.xmdb.engine.InterruptedCommandException;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.OutputClosedException;
import dev.xmdb.grammar.ParsedInput;
import dev.xmdb.grammar.Position;
import dev.xmdb.grammar.Statement;
import dev.xmdb.grammar.SyntaxError;
import java.util.Optional;

/** Runs an input line by line, and knows where to go on after an error. */
final class InputRunner {
    /** Errors in one line after which the rest of it is left alone. */
    private static final int MOST_ERRORS = 64;

    private final DebugSession session;
    private final Interpreter interpreter;
    private final ParsedTexts parsed = new ParsedTexts();

    InputRunner(DebugSession session, Interpreter interpreter) {
        this.session = session;
        this.interpreter = interpreter;
    }

    /**
     * Runs all of an input.
     *
     * @return whether every statement of it was run
     */
    boolean run(Input input) {
        boolean complete = true;
        while (input.hasNext() && !session.isEnding()) {
            try {
                complete &= line(input);
            } catch (InterruptedCommandException | OutputClosedException | AbandonedInputException e) {
                throw e;
            } catch (VirtualMachineError | RuntimeException e) {
                session.troubles().error(UnexpectedFailure.sentence("this line", e));
                complete = false;
            }
        }
        return complete;
    }

    private boolean line(Input input) {
        String line = input.next();
        if (session.isAtTop()) {
            session.surroundings().log().input(line);
        }
        if (input.text().evaluated()) {
            return statements(line, input);
        }
        Optional<AliasLine> alias = session.aliasLine(line);
        if (alias.isPresent()) {
            return aliases(alias.get(), input);
        }
        if (line.isBlank()) {
            return interpreter.statement(new Statement.Empty(Place.START), input.place(), input);
        }
        return statements(line, input);
    }

    private boolean aliases(AliasLine line, Input input) {
        if (line.shownOnly()) {
            input.sink().accept("alias", new Emission.Text(line.text()));
            return true;
        }
        boolean complete = true;
        for (AliasLine.Part part : line.parts()) {
            Place place = input.place().after(part.begin());
            boolean run = switch (part.kind()) {
                case TYPED -> part.text().isBlank() || statements(part.text(), place, input);
                case TRANSLATED -> statements(part.text(), place.ofTranslation(), input);
                case SHOWN -> true;
                case REFUSED -> {
                    session.troubles().error(place.describe(part.text(), Place.START));
                    yield false;
                }
            };
            if (input.isDiscarded() || session.isEnding()) {
                return complete && run;
            }
            if (!run && !input.text().resumes()) {
                return false;
            }
            complete &= run;
        }
        return complete;
    }

    private boolean statements(String line, Input input) {
        return statements(line, input.place(), input);
    }

    private boolean statements(String line, Place from, Input input) {
        Place place = from;
        int begin = 0;
        for (int errors = 0; errors < MOST_ERRORS; errors++) {
            String text = line.substring(begin);
            ParsedInput known = parsed.of(text);
            if (!statements(text, known, place, input)) {
                return false;
            }
            Optional<SyntaxError> error = known.error();
            if (error.isEmpty() || input.isDiscarded() || session.isEnding()) {
                return errors == 0;
            }
            input.spoil();
            session.troubles()
                    .error(
                            place.describe(
                                    error.get().message(),
                                    error.get().token(),
                                    error.get().position()),
                            place.detail(error.get().expected(), error.get().position()));
            int skipped = input.text().resumes() ? afterError(text, error.get()) : -1;
            if (skipped < 0) {
                return false;
            }
            begin += skipped;
            place = place.after(skipped);
        }
        return false;
    }

    /** Runs statements until one fails in an input that does not go on then. */
    private boolean statements(String text, ParsedInput known, Place place, Input input) {
        for (Statement statement : known.statements()) {
            if (isComment(statement, text)) {
                continue;
            }
            boolean run = statement(statement, place, input);
            if (input.isDiscarded() || session.isEnding()) {
                return true;
            }
            if (!run && !input.text().resumes()) {
                return false;
            }
        }
        return true;
    }

    /** Runs a statement. One that is left at the pager ends alone, with all that it runs; what was typed after it goes on. */
    private boolean statement(Statement statement, Place place, Input input) {
        try {
            return interpreter.statement(statement, place, input);
        } catch (InterruptedCommandException left) {
            if (!left.isLeft() || !session.isAtTop()) {
                throw left;
            }
            session.troubles().fail();
            return true;
        }
    }

    /** A comment says nothing, and asks for no repetition either. */
    private static boolean isComment(Statement statement, String text) {
        return statement instanceof Statement.Empty empty
                && empty.position().line() == 1
                && text.startsWith("//", empty.position().column());
    }

    /** Offset of what follows the first semicolon after an error; -1 when there is none. */
    private static int afterError(String text, SyntaxError error) {
        Position position = error.position();
        if (position.line() != 1) {
            return -1;
        }
        int from = position.column();
        if (!error.token().startsWith(";")) {
            from += error.token().length();
        }
        int semicolon = text.indexOf(';', from);
        return semicolon < 0 ? -1 : semicolon + 1;
    }
}
