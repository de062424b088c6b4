package dev.xmdb.engine.run;

import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.InterruptedCommandException;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.OutputClosedException;
import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.TypeDataException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs one command, as often as its count says, and turns everything that can go wrong in it into one message. */
final class CommandRunner {
    private final DebugSession session;

    CommandRunner(DebugSession session) {
        this.session = session;
    }

    /**
     * Runs a pipeline's first command.
     *
     * @param count how often; null when no count was given
     * @return what the last run returned
     */
    Status loop(Prepared command, boolean hasAddress, long address, @Nullable Long count, Sink sink) {
        long runs = count == null ? 1 : count;
        session.dot(address);
        session.frames().lastAddress(address);
        var memory = new LoopMemory();
        Status status = Status.OK;
        for (long i = 0; i != runs; i++) {
            session.frames().beginRun();
            var circumstances =
                    new Circumstances(hasAddress, session.dot(), runs, count != null, i == 0, false, List.of());
            status = once(command, circumstances, memory, sink);
            if ((status != Status.OK && status != Status.ERROR)
                    || command.countIsLength()
                    || sink.isClosed()
                    || session.isEnding()) {
                return status;
            }
            if (i + 1 != runs) {
                session.interruption().check();
                session.dot(session.dot() + session.frames().incrementOfRun());
            }
        }
        return status;
    }

    /** Runs a command once. Messages have been reported when it returns. */
    Status once(Prepared command, Circumstances circumstances, LoopMemory memory, Sink sink) {
        return once(command, circumstances, memory, sink, command::run);
    }

    /** The same with another thing that the command does. */
    Status once(
            Prepared command,
            Circumstances circumstances,
            LoopMemory memory,
            Sink sink,
            Function<CommandInvocation, Status> body) {
        session.interruption().check();
        Status status = status(command, circumstances, memory, sink, body);
        if (status == Status.USAGE) {
            usage(command);
        }
        if (!status.succeeded()) {
            session.troubles().fail();
        }
        return status == Status.OK && (sink.isClosed() || session.isEnding()) ? Status.DONE : status;
    }

    private Status status(
            Prepared command,
            Circumstances circumstances,
            LoopMemory memory,
            Sink sink,
            Function<CommandInvocation, Status> body) {
        try {
            ParsedOptions options =
                    memory.get(Options.class, () -> parse(command)).options();
            if (options == null) {
                return Status.USAGE;
            }
            var invocation = new CommandInvocation(session, command.name(), circumstances, memory, sink, options);
            return invocation.ended(body.apply(invocation));
        } catch (OutputClosedException e) {
            return Status.DONE;
        } catch (InterruptedCommandException | AbandonedInputException e) {
            throw e;
        } catch (DcmdException e) {
            session.troubles().report(e);
            return e.isHopeless() ? Status.ABORT : Status.ERROR;
        } catch (MemoryFaultException e) {
            session.troubles()
                    .report("failed to read from address " + Long.toHexString(e.address())
                            + ": no mapping for address: " + e.reason());
            return Status.ERROR;
        } catch (TypeDataException | GuestDamageException e) {
            session.troubles().report(String.valueOf(e.getMessage()));
            return Status.ERROR;
        } catch (VirtualMachineError | RuntimeException | LinkageError | AssertionError e) {
            session.troubles().report(UnexpectedFailure.sentence(title(command), e));
            return Status.ABORT;
        }
    }

    /** Options that were parsed for the first run of a loop; none when they could not be. */
    private record Options(@Nullable ParsedOptions options) {}

    private Options parse(Prepared command) {
        try {
            return new Options(command.options(session.radix()));
        } catch (DcmdException e) {
            session.troubles().report(e);
            return new Options(null);
        }
    }

    private void usage(Prepared command) {
        String usage = command.usage();
        if (usage == null) {
            return;
        }
        ErrorSink errors = session.troubles().sink();
        errors.line(usage);
        String topic = command.helpTopic();
        if (topic != null) {
            errors.message("try '::help " + topic + "' for more information");
        }
    }

    private static String title(Prepared command) {
        return command instanceof Prepared.OfDcmd dcmd ? DcmdSpec.typed(dcmd.typed()) : command.name();
    }
}
