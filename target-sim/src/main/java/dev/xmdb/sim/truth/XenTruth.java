package dev.xmdb.sim.truth;

import dev.xmdb.sim.solaris.xen.ConsoleRing;
import dev.xmdb.sim.solaris.xen.GrantTable.Grant;
import dev.xmdb.sim.solaris.xen.RingStream;
import dev.xmdb.sim.solaris.xen.StoreMessage;
import dev.xmdb.sim.solaris.xen.StoreRing;
import dev.xmdb.sim.solaris.xen.XenInterface;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Facts about what a domain shares with others. */
final class XenTruth {
    private final XenInterface xen;

    XenTruth(XenInterface xen) {
        this.xen = xen;
    }

    /** The messages that the store's rings hold, requests before replies. */
    List<Object> storeMessages() {
        StoreRing ring = xen.storeRing();
        List<Object> all = new ArrayList<>();
        for (StoreMessage message : ring.held()) {
            RingStream stream = ring.stream(message);
            long size = message.end() - message.position();
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("direction", message.isRequest() ? "request" : "reply");
            fact.put("type", message.operation().wireName());
            fact.put("request", message.request());
            fact.put("transaction", message.transaction());
            fact.put("length", message.payload().length());
            fact.put("payload", message.payload());
            fact.put("position", message.position());
            fact.put("written", clamp(stream.produced() - message.position(), size));
            fact.put("taken", clamp(stream.consumed() - message.position(), size));
            fact.put("complete", message.end() <= stream.produced());
            all.add(fact);
        }
        return all;
    }

    private static long clamp(long bytes, long size) {
        return Math.clamp(bytes, 0, size);
    }

    /** Where the store's rings are, and their indices. */
    Map<String, Object> storeInterface() {
        StoreRing ring = xen.storeRing();
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("domain", xen.domain());
        fact.put("address", DomainTruth.hex(xen.storePage()));
        fact.put("channel", XenInterface.STORE_CHANNEL);
        fact.put("req_cons", ring.requests().consumed());
        fact.put("req_prod", ring.requests().produced());
        fact.put("rsp_cons", ring.replies().consumed());
        fact.put("rsp_prod", ring.replies().produced());
        return fact;
    }

    /** Where the console's rings are, their indices, and the texts that nobody has read. */
    Map<String, Object> console() {
        ConsoleRing console = xen.console();
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("address", DomainTruth.hex(console.page()));
        fact.put("channel", XenInterface.CONSOLE_CHANNEL);
        fact.put("in_cons", console.typed().consumed());
        fact.put("in_prod", console.typed().produced());
        fact.put("in", text(console.typed()));
        fact.put("out_cons", console.written().consumed());
        fact.put("out_prod", console.written().produced());
        fact.put("out", text(console.written()));
        return fact;
    }

    private static String text(RingStream stream) {
        return new String(stream.pending(), StandardCharsets.ISO_8859_1);
    }

    /** The entries of the grant table that are in use. */
    List<Object> grants() {
        List<Object> all = new ArrayList<>();
        for (Grant grant : xen.grants().grants()) {
            Map<String, Object> fact = new LinkedHashMap<>();
            fact.put("reference", grant.reference());
            fact.put("domain", grant.domain());
            fact.put("address", DomainTruth.hex(grant.va()));
            fact.put("pfn", DomainTruth.hex(grant.pfn()));
            fact.put("mfn", DomainTruth.hex(grant.mfn()));
            fact.put("flags", DomainTruth.hex(grant.flags()));
            fact.put("in_use", grant.inUse());
            all.add(fact);
        }
        return all;
    }
}
