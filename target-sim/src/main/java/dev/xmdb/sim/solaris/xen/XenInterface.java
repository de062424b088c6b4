package dev.xmdb.sim.solaris.xen;

import dev.xmdb.dump.Frames;
import dev.xmdb.sim.machine.Virtualisation;
import dev.xmdb.sim.solaris.GuestProcess;
import dev.xmdb.sim.solaris.GuestStruct;
import dev.xmdb.sim.solaris.Kernel;
import dev.xmdb.sim.solaris.Threads;
import dev.xmdb.sim.solaris.run.Simulation;
import java.util.Random;

/**
 * The pages that the domain shares with others, and what leads to them: start_info, the store's rings, the console's, the grant table.
 * To be made before the domain's event channels are bound, because what was not read yet leaves them pending.
 */
public final class XenInterface {
    /** Channel of the store. */
    public static final int STORE_CHANNEL = 1;

    /** Channel of the console. */
    public static final int CONSOLE_CHANNEL = 2;

    private static final int DISK_CHANNEL = 5;
    private static final int[] NETWORK_CHANNELS = {6, 7};
    private static final String MAGIC = "xen-3.0-x86_64";

    private final Kernel kernel;
    private final Random random;
    private final StoreSituation situation;
    private final int domain;
    private final Xenbus xenbus;
    private final GrantTable grants;
    private final ConsoleRing console;
    private final long storePage;

    /**
     * Writes everything.
     *
     * @param domain number of the domain
     * @param node its name
     * @param sharedInfo machine address of the page shared with the hypervisor
     */
    public XenInterface(Kernel kernel, int domain, String node, long sharedInfo, StoreSituation situation) {
        this.kernel = kernel;
        this.random = new Random(kernel.random().nextLong());
        this.situation = situation;
        this.domain = domain;
        Store store = new Store(domain);
        this.xenbus = new Xenbus(store, 100 + random.nextInt(900));
        this.grants = new GrantTable(kernel);
        this.console = new ConsoleRing(kernel);
        this.storePage = kernel.heap().allocate(Frames.PAGE_SIZE, Frames.PAGE_SIZE);
        startInfo(sharedInfo);
        converse(store);
        new OpenConversation(kernel, xenbus, random).leave(situation);
        storeRings();
        text(node);
    }

    private void startInfo(long sharedInfo) {
        long page = kernel.heap().allocate(Frames.PAGE_SIZE, Frames.PAGE_SIZE);
        // An HVM guest makes up a page of its own, from what it is told by other means.
        String magic = kernel.virtualisation() == Virtualisation.PV ? MAGIC : "";
        kernel.at("start_info_t", page)
                .setText("magic", magic)
                .set("nr_pages", kernel.memory().pages())
                .set("shared_info", sharedInfo)
                .set("store_mfn", mfn(storePage))
                .set("store_evtchn", STORE_CHANNEL)
                .set("console.domU.mfn", mfn(console.page()))
                .set("console.domU.evtchn", CONSOLE_CHANNEL)
                .setText("cmd_line", "/platform/i86xpv/kernel/amd64/unix");
        kernel.set("xen_info", page);
        kernel.set("xb_addr", storePage);
        kernel.set("HYPERVISOR_console_page", console.page());
    }

    private long mfn(long va) {
        return kernel.memory().host().mfn(kernel.space().tables().pfn(va));
    }

    /** What the drivers asked since the domain started. */
    private void converse(Store store) {
        Frontends frontends = new Frontends(kernel, xenbus, store, grants, domain, random);
        frontends.describe(1, NETWORK_CHANNELS.length);
        GuestWatches watches = new GuestWatches(kernel);
        xenbus.directory("device");
        xenbus.directory("device/vbd");
        xenbus.directory("device/vif");
        frontends.disk(0, DISK_CHANNEL);
        xenbus.watch(
                "control/shutdown", watches.register("shutdown_watch", "control/shutdown", "xen_shutdown_handler"));
        xenbus.watch("cpu", watches.register("vcpu_config_watch", "cpu", "vcpu_config_event"));
        xenbus.read("cpu/0/availability");
        xenbus.watch("memory/target", watches.register("balloon_watch", "memory/target", "balloon_handler"));
        xenbus.read("memory/target");
        for (int index = 0; index < NETWORK_CHANNELS.length; index++) {
            frontends.network(index, NETWORK_CHANNELS[index], 4 + random.nextInt(13));
        }
        for (int change = random.nextInt(6); change > 0; change--) {
            xenbus.changed("memory/target", String.valueOf(kernel.memory().pages() * 4L));
            xenbus.read("memory/target");
        }
    }

    private void storeRings() {
        StoreRing ring = xenbus.ring();
        GuestStruct page = kernel.at("struct xenstore_domain_interface", storePage);
        kernel.space().put(page.address("req"), ring.requests().ring());
        kernel.space().put(page.address("rsp"), ring.replies().ring());
        page.set("req_cons", ring.requests().consumed())
                .set("req_prod", ring.requests().produced())
                .set("rsp_cons", ring.replies().consumed())
                .set("rsp_prod", ring.replies().produced());
        kernel.set("last_req_id", xenbus.nextRequest());
        kernel.set("xenstore_up", 1);
    }

    private void text(String node) {
        console.write("SunOS Release 5.11 Version onnv-johnlev 64-bit\r\n");
        console.write("Copyright 1983-2007 Sun Microsystems, Inc.  All rights reserved.\r\n");
        console.write("Use is subject to license terms.\r\n");
        console.write("Hostname: " + node + "\r\n");
        for (int line = random.nextInt(30); line > 0; line--) {
            console.write("xenconsole: line " + line + " of the boot\r\n");
        }
        console.type("root\r");
        console.write(node + " console login: root\r\n# ");
        for (int command = random.nextInt(40); command > 0; command--) {
            console.type("uptime\r");
            console.write("uptime\r\n  %2d:%02dam  up  2 users\r\n# ".formatted(command % 12, random.nextInt(60)));
        }
    }

    /** Somebody types at the console; whether the domain reads it. */
    public void type(String text, boolean read) {
        if (read) {
            console.type(text);
        } else {
            console.typeUnread(text);
        }
    }

    /** The domain writes to the console; whether it is shown. */
    public void write(String text, boolean shown) {
        if (shown) {
            console.write(text);
        } else {
            console.writeUnshown(text);
        }
    }

    /** Completes the console's page, after the last text. */
    public void complete() {
        console.store(kernel);
    }

    /** Makes the two threads of the guest's end of the store. */
    public void threads(Simulation simulation, Threads threads, GuestProcess owner) {
        new StoreThreads(simulation, threads, owner).make(situation);
    }

    /** Number of the domain. */
    public int domain() {
        return domain;
    }

    /** Whether the store's channel is pending. */
    public boolean isStorePending() {
        return situation.notified();
    }

    /** Whether the console's channel is pending. */
    public boolean isConsolePending() {
        return console.typed().isPending();
    }

    /** The store's rings. */
    public StoreRing storeRing() {
        return xenbus.ring();
    }

    /** Address of the page with the store's rings. */
    public long storePage() {
        return storePage;
    }

    /** The console's rings. */
    public ConsoleRing console() {
        return console;
    }

    /** The grant table. */
    public GrantTable grants() {
        return grants;
    }
}
