package dev.xmdb.dcmds.xpv;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.xen.RingBuffer;
import dev.xmdb.target.xen.StoreMessage;
import dev.xmdb.target.xen.StoreRing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code ::xsring}. */
final class StoreRingDcmd {
    private static final String ROW = "%-3s %-3s %-5s %s";
    /** The number of the domain itself in the path of a backend that serves it. */
    private static final Pattern OWN_BACKEND = Pattern.compile("/local/domain/\\d+/backend/\\w+/(\\d+)/");

    private static final DcmdSpec XSRING = SharedPage.declare(
                    DcmdSpec.named("xsring").summary("print the requests and replies in the ring of the xenstore"))
            .address(AddressUse.OPTIONAL)
            .option(OptionSpec.flag('v', "print every message for itself"))
            .description(
                    "Prints what the domain and xenstored said to each other, as far as the ring still holds it, the oldest first: the domain, the process (0: it is the "
                            + "kernel that asks), the transaction, and the operation with its reply. A reply stands beside its request; watch events have no transaction. "
                            + "What is under way is said at the end of the line: a request that xenstored has not taken or answered, a message that the domain has not read, "
                            + "one that is not written to its end.\n\n"
                            + "The number of the domain is that in the paths of its backends, - when no message has one. -v prints the messages one by one: direction, "
                            + "operation, number of the request, transaction, length, and how far it was written and taken.\n\n"
                            + SharedPage.DESCRIPTION)
            .example(SolarisGuest.KIND, "::xsring", "what was asked last, and what is still unanswered")
            .example(SolarisGuest.KIND, "::xsring -v", "every message for itself")
            .build();

    private final Invocation in;
    private final List<StoreMessage> requests;
    private final List<StoreMessage> replies;
    private final String domain;

    private StoreRingDcmd(Invocation in, StoreRing ring) {
        this.in = in;
        this.requests = ring.requestMessages();
        this.replies = ring.replyMessages();
        this.domain = domain();
    }

    static List<Dcmd> all() {
        return List.of(new Declared(XSRING, StoreRingDcmd::xsring));
    }

    private static Status xsring(Invocation in) {
        SharedPage page = SharedPage.of(in, SharedPage.STORE);
        StoreRing ring = StoreRing.read(page.memory(), page.address());
        var dcmd = new StoreRingDcmd(in, ring);
        if (in.has('v')) {
            dcmd.messages();
        } else {
            dcmd.exchanges();
        }
        boolean sound = dcmd.check("requests", ring.requests());
        return dcmd.check("replies", ring.replies()) && sound ? Status.OK : Status.ERROR;
    }

    private boolean check(String what, RingBuffer ring) {
        if (!ring.sound()) {
            in.warn(String.format(
                    Locale.ROOT,
                    "the ring of %s has %d bytes, and its indices are %d apart: %x to %x",
                    what,
                    ring.size(),
                    ring.produced() - ring.consumed(),
                    ring.consumed(),
                    ring.produced()));
        }
        return ring.sound();
    }

    private String domain() {
        for (List<StoreMessage> messages : List.of(requests, replies)) {
            for (StoreMessage message : messages) {
                Matcher own = OWN_BACKEND.matcher(message.payload() + "/");
                if (own.find()) {
                    return own.group(1);
                }
            }
        }
        return "-";
    }

    private void header(String text) {
        if (!in.isLoop() || in.isLoopFirst()) {
            in.out().emit(new Emission.Header(text));
        }
    }

    /** A request with its reply, or a watch event; in the order in which they came to their ends. */
    private void exchanges() {
        header(String.format(Locale.ROOT, ROW, "DOM", "PID", "TX", "OP"));
        Map<Long, StoreMessage> open = new LinkedHashMap<>();
        requests.forEach(request -> open.put(request.id(), request));
        List<StoreMessage> left = new ArrayList<>(requests);
        long firstReply = replies.stream()
                .filter(reply -> !reply.event())
                .mapToLong(StoreMessage::position)
                .min()
                .orElse(Long.MAX_VALUE);
        // What was asked before the oldest reply that is left was answered, too: its reply is no longer in the ring.
        StoreMessage oldest = replies.stream()
                .filter(reply -> reply.position() == firstReply)
                .map(reply -> open.get(reply.id()))
                .filter(request -> request != null)
                .findFirst()
                .orElse(null);
        if (oldest != null) {
            requests.stream()
                    .filter(request -> request.position() < oldest.position())
                    .forEach(request -> {
                        exchange(request, null, "reply no longer in the ring");
                        left.remove(request);
                    });
        }
        for (StoreMessage reply : replies) {
            if (reply.event()) {
                event(reply);
            } else {
                StoreMessage request = open.get(reply.id());
                left.remove(request);
                exchange(request, reply, state(reply, "not read by the domain"));
            }
        }
        left.forEach(request ->
                exchange(request, null, request.done() ? "not answered" : state(request, "not taken by xenstored")));
    }

    private static String state(StoreMessage message, String untaken) {
        String taken =
                message.done() ? "" : message.taken() == 0 ? untaken : untaken + " beyond byte " + message.taken();
        String written = message.complete()
                ? ""
                : "only " + message.written() + " of " + (16 + message.length()) + " bytes written";
        return written.isEmpty()
                ? taken
                : taken.isEmpty() || message.taken() == message.written() ? written : written + ", " + taken;
    }

    private void event(StoreMessage event) {
        String state = state(event, "not read by the domain");
        emit("0", "-", event.operation() + ": " + event.words(), state, event, event);
    }

    private void exchange(@Nullable StoreMessage request, @Nullable StoreMessage reply, String state) {
        StoreMessage known = request != null ? request : reply;
        if (known == null) {
            return;
        }
        boolean error = reply != null && reply.error();
        String operation = request == null && error ? "?" : known.operation();
        var text = new StringBuilder(error ? "[ERROR] " : "").append(operation).append(": ");
        text.append(request == null ? "?" : request.words());
        if (reply != null) {
            text.append(text.charAt(text.length() - 1) == ' ' ? "-> " : " -> ").append(reply.words());
        }
        emit("0", Long.toString(known.transaction()), text.toString(), state, known, reply);
    }

    private void emit(
            String process,
            String transaction,
            String operation,
            String state,
            StoreMessage first,
            @Nullable StoreMessage reply) {
        Fields fields = new Fields()
                .add("dom", number(domain))
                .add("pid", number(process))
                .add("tx", number(transaction))
                .text("type", first.operation())
                .quantity("request", first.id())
                .text("op", operation);
        if (reply != null) {
            fields.text("reply", reply.words()).truth("error", reply.error());
        }
        fields.text("state", state);
        String line = String.format(Locale.ROOT, ROW, domain, process, transaction, SingleLine.of(operation));
        in.out().emit(fields.row(state.isEmpty() ? line : line + " (" + state + ")"));
    }

    private static Value number(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9') && !text.isEmpty() && text.length() < 19
                ? new Value.Quantity(Long.parseLong(text))
                : text.equals("-") ? new Value.Absent() : new Value.Text(text);
    }

    private void messages() {
        header(String.format(
                Locale.ROOT,
                "%-7s %-23s %8s %5s %5s %-10s %s",
                "DIR",
                "TYPE",
                "REQUEST",
                "TX",
                "LEN",
                "STATE",
                "PAYLOAD"));
        requests.forEach(this::message);
        replies.forEach(this::message);
    }

    private void message(StoreMessage message) {
        String direction = message.request() ? "request" : "reply";
        String state = !message.complete()
                ? "incomplete"
                : message.done() ? "taken" : message.taken() == 0 ? "waiting" : "half taken";
        in.out()
                .emit(new Fields()
                        .text("dir", direction)
                        .text("type", message.operation())
                        .quantity("request", message.id())
                        .quantity("tx", message.transaction())
                        .quantity("len", message.length())
                        .text("state", state)
                        .text("payload", message.payload())
                        .quantity("written", message.written())
                        .quantity("taken", message.taken())
                        .truth("complete", message.complete())
                        .row(String.format(
                                Locale.ROOT,
                                "%-7s %-23s %8d %5d %5d %-10s %s",
                                direction,
                                message.operation(),
                                message.id(),
                                message.transaction(),
                                message.length(),
                                state,
                                SingleLine.of(message.words()))));
    }
}
