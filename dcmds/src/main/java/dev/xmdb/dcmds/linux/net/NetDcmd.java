package dev.xmdb.dcmds.linux.net;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.LinuxKernel;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dcmds.linux.task.Tasks;
import dev.xmdb.engine.AddressUse;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdException;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.guest.linux.net.DeviceCounters;
import dev.xmdb.target.guest.linux.net.NetDevice;
import dev.xmdb.target.guest.linux.net.NetDevices;
import dev.xmdb.target.guest.linux.net.NetSocket;
import dev.xmdb.target.guest.linux.net.NetSockets;
import dev.xmdb.target.guest.linux.net.SocketOwner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code ::net}. */
final class NetDcmd {
    private static final String DEVICES = "%16s %10s %3s %-15s %-7s %5s %10s %10s %10s %10s";
    private static final String SOCKETS = "%16s %-7s %-12s %6s %6s %-23s %-23s %8s %6s %3s %s";

    private static final DcmdSpec SPEC = DcmdSpec.named("net")
            .summary("print network devices and sockets")
            .address(AddressUse.OPTIONAL)
            .guest(LinuxGuest.KIND)
            .option(OptionSpec.flag('d', "only devices"))
            .option(OptionSpec.flag('s', "only sockets"))
            .option(OptionSpec.string('t', "protocol", "only sockets of a protocol: tcp, udp6, unix, netlink, …"))
            .description(
                    "Prints the network devices of every namespace (NS is its number): the struct net_device, its number and name, whether it can send (UP, DOWN; "
                            + "UNKNOWN for devices that cannot tell), the size of its packets, and what it received and sent. Below stand its flags, its hardware "
                            + "address and its IP addresses.\n\n"
                            + "Then the sockets: the struct sock, its protocol and state, what waits in its queues, its ends, its inode, and the process that has it "
                            + "open with the number of the file. RECVQ counts bytes, of a listener the connections that wait to be accepted, and of a unix socket "
                            + "packets. A socket that no process has open has a - there.\n\n"
                            + "With the address of a task_struct, only the sockets of its process; with that of a struct net_device or struct sock, only that.")
            .example("::net", "devices and sockets")
            .example("::net -t tcp", "connections and listeners")
            .example("1::pid2proc | ::net", "sockets of the first process")
            .build();

    private final Invocation in;
    private final LinuxGuest guest;
    private final Tasks tasks;
    private final List<String> problems = new ArrayList<>();

    private NetDcmd(Invocation in) {
        this.in = in;
        this.guest = LinuxKernel.of(in.target());
        this.tasks = Tasks.of(in);
    }

    static Dcmd dcmd() {
        return new Declared(SPEC, in -> new NetDcmd(in).run());
    }

    private Status run() {
        if (in.has('d') && (in.has('s') || in.string('t').isPresent())) {
            in.warn("only one of -d and a choice of sockets may be given");
            return Status.USAGE;
        }
        boolean task = in.hasAddress() && tasks.find(in.address()).isPresent();
        boolean found = false;
        if (!in.has('s') && !task && in.string('t').isEmpty()) {
            found = devices();
        }
        if (!in.has('d') && !(in.hasAddress() && found)) {
            found |= sockets(task);
        }
        if (in.hasAddress() && !task && !found) {
            throw new DcmdException(
                    Long.toHexString(in.address()) + " is neither a task nor a network device nor a socket");
        }
        return tasks.tell(in, problems);
    }

    private boolean devices() {
        List<NetDevice> shown = NetDevices.read(guest, problems::add).stream()
                .filter(device -> !in.hasAddress() || device.address() == in.address())
                .toList();
        if (!shown.isEmpty() && !in.isPipeOutput()) {
            in.out()
                    .emit(new Emission.Header(String.format(
                            Locale.ROOT,
                            DEVICES,
                            "DEVICE",
                            "NS",
                            "IDX",
                            "NAME",
                            "STATE",
                            "MTU",
                            "RXPKTS",
                            "RXBYTES",
                            "TXPKTS",
                            "TXBYTES")));
        }
        shown.forEach(this::device);
        return !shown.isEmpty();
    }

    private void device(NetDevice device) {
        in.checkInterrupted();
        DeviceCounters counters = device.counters();
        var below = new ArrayList<String>();
        below.add(String.join(",", device.flagNames()));
        if (!device.hardwareAddress().isEmpty()) {
            below.add(device.hardwareAddress());
        }
        below.addAll(device.addresses());
        String name = SingleLine.of(device.name());
        String text = String.format(
                Locale.ROOT,
                DEVICES + "\n%27s %s",
                String.format(Locale.ROOT, "%016x", device.address()),
                device.namespace().number(),
                device.index(),
                name,
                device.state(),
                device.mtu(),
                counters.receivedPackets(),
                counters.receivedBytes(),
                counters.sentPackets(),
                counters.sentBytes(),
                "",
                String.join(" ", below));
        in.out()
                .emit(new Fields()
                        .address("device", device.address())
                        .address("net", device.namespace().address())
                        .quantity("ns", device.namespace().number())
                        .quantity("idx", device.index())
                        .text("name", name)
                        .text("state", device.state())
                        .quantity("mtu", device.mtu())
                        .quantity("type", device.type())
                        .texts("flags", device.flagNames())
                        .text("mac", device.hardwareAddress())
                        .texts("addresses", device.addresses())
                        .quantity("rxpkts", counters.receivedPackets())
                        .quantity("rxbytes", counters.receivedBytes())
                        .quantity("txpkts", counters.sentPackets())
                        .quantity("txbytes", counters.sentBytes())
                        .quantity("errors", counters.errors())
                        .quantity("dropped", counters.dropped())
                        .row(text, device.address()));
    }

    private boolean sockets(boolean task) {
        NetSockets.Found all = in.loopState(
                NetSockets.Found.class,
                () -> NetSockets.read(guest, List.copyOf(tasks.all()), problems::add, in.effort()));
        List<NetSocket> shown = all.sockets().stream()
                .filter(socket -> in.string('t').map(socket.protocol()::equals).orElse(true))
                .filter(socket -> !in.hasAddress() || socket.address() == in.address() || (task && owns(all, socket)))
                .toList();
        if (!shown.isEmpty() && !in.isPipeOutput() && (!in.isLoop() || in.isLoopFirst())) {
            in.out()
                    .emit(new Emission.Header(String.format(
                            Locale.ROOT,
                            SOCKETS,
                            "SOCK",
                            "PROTO",
                            "STATE",
                            "RECVQ",
                            "SENDQ",
                            "LOCAL",
                            "REMOTE",
                            "INODE",
                            "PID",
                            "FD",
                            "PROCESS")));
        }
        shown.forEach(socket -> socket(socket, all.ownersOf(socket)));
        return !shown.isEmpty();
    }

    private boolean owns(NetSockets.Found all, NetSocket socket) {
        long process = tasks.find(in.address()).orElseThrow().tgid();
        return all.ownersOf(socket).stream()
                .anyMatch(owner -> tasks.find(owner.task())
                        .map(each -> each.tgid() == process)
                        .orElse(false));
    }

    private void socket(NetSocket socket, List<SocketOwner> owners) {
        in.checkInterrupted();
        Optional<SocketOwner> owner = owners.stream().findFirst();
        String local = SingleLine.of(socket.local());
        String remote = SingleLine.of(socket.remote());
        String name = owner.map(each -> tasks.name(each.task())).orElse("-");
        String text = String.format(
                Locale.ROOT,
                SOCKETS,
                String.format(Locale.ROOT, "%016x", socket.address()),
                socket.protocol(),
                socket.stateName(),
                socket.receiveQueue(),
                socket.sendQueue(),
                local.isEmpty() ? "-" : local,
                remote.isEmpty() ? "-" : remote,
                socket.inode() == 0 ? "-" : Long.toString(socket.inode()),
                owner.map(each -> tasks.pid(each.task())).orElse("-"),
                owner.map(each -> Integer.toString(each.descriptor())).orElse("-"),
                owners.size() > 1 ? name + " and " + (owners.size() - 1) + " more" : name);
        Value none = new Value.Absent();
        in.out()
                .emit(new Fields()
                        .address("sock", socket.address())
                        .add("socket", socket.socket() == 0 ? none : new Value.Address(socket.socket()))
                        .address("net", socket.namespace())
                        .text("proto", socket.protocol())
                        .quantity("family", socket.family())
                        .quantity("type", socket.type())
                        .text("state", socket.stateName())
                        .quantity("recvq", socket.receiveQueue())
                        .quantity("sendq", socket.sendQueue())
                        .text("local", local)
                        .text("remote", remote)
                        .add("inode", socket.inode() == 0 ? none : new Value.Quantity(socket.inode()))
                        .quantity("uid", socket.user())
                        .add(
                                "pid",
                                owner.flatMap(each -> tasks.find(each.task()))
                                        .<Value>map(task -> new Value.Quantity(task.pid()))
                                        .orElse(none))
                        .add(
                                "fd",
                                owner.<Value>map(each -> new Value.Quantity(each.descriptor()))
                                        .orElse(none))
                        .add("process", owner.isEmpty() ? none : new Value.Text(name))
                        .add(
                                "tasks",
                                new Value.Many(owners.stream()
                                        .<Value>map(each -> new Value.Address(each.task()))
                                        .toList()))
                        .add(
                                "fds",
                                new Value.Many(owners.stream()
                                        .<Value>map(each -> new Value.Quantity(each.descriptor()))
                                        .toList()))
                        .row(text, socket.address()));
    }
}
