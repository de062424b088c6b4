package dev.xmdb.dcmds.core;

import dev.xmdb.dcmds.Declared;
import dev.xmdb.dcmds.Fields;
import dev.xmdb.dcmds.SingleLine;
import dev.xmdb.dump.DomainImage;
import dev.xmdb.dump.DomainKind;
import dev.xmdb.dump.FrameStatistics;
import dev.xmdb.dump.Frames;
import dev.xmdb.dump.XenVersion;
import dev.xmdb.engine.Dcmd;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.Invocation;
import dev.xmdb.engine.OptionSpec;
import dev.xmdb.engine.Status;
import dev.xmdb.engine.output.Emission;
import dev.xmdb.engine.output.Value;
import dev.xmdb.target.Target;
import dev.xmdb.target.guest.Capability;
import dev.xmdb.target.guest.Fact;
import dev.xmdb.target.guest.Guest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code ::status}. */
final class StatusDcmd {
    private static final long MIB = 1 << 20;

    private static final DcmdSpec STATUS = DcmdSpec.named("status")
            .summary("print what the target is and how sound it is")
            .description(
                    "Prints what was opened and what runs in it; how the domain was virtualised; the container and the rule by which it relates guest "
                            + "frames (pfn) to machine frames (mfn); the hypervisor's version; how many pages the image holds, and how many frames below the "
                            + "highest one it does not; and what the guest's kernel tells of itself. Each line that begins with \"degraded:\" names something "
                            + "that is lost, suspect or guessed. Of a Solaris guest there are mdb's two lines, and -v has the others.\n\n"
                            + "With -v follows what can be done with the guest, and what that rests on: what was found, how and where, or why it cannot be used. "
                            + "Whatever is lost costs what rests on it, and nothing else.")
            .option(OptionSpec.flag('v', "with what was found of the guest, or why not"))
            .example("::status", "prints the status of the target")
            .example("::status -v", "prints it with what was found of the guest")
            .build();

    private StatusDcmd() {}

    static List<Dcmd> all() {
        return List.of(new Declared(STATUS, StatusDcmd::status));
    }

    private static Status status(Invocation in) {
        Target target = in.target();
        DomainImage image = target.image();
        Guest guest = target.guest();
        FrameStatistics frames = image.frames().statistics();
        // What is asked of a guest first may find out what is lost of it.
        List<Fact> facts = guest.facts();
        List<Capability> capabilities = in.has('v') ? guest.capabilities() : List.of();
        List<String> degradations = List.copyOf(new LinkedHashSet<>(target.degradations()));
        var fields = new Fields()
                .text("file", image.path().toString())
                .quantity("bits", bits(target))
                .text("guest", guest.kind())
                .text("banner", guest.banner())
                .texts("lines", guest.statusLines())
                .text("recognised_by", guest.sign())
                .text("kind", image.kind().name().toLowerCase(Locale.ROOT))
                .quantity("vcpus", target.vcpus().size())
                .text("paging", paging(target))
                .text("format", image.format().description())
                .text("frame_rule", image.frames().rule())
                .text("xen_version", image.xenVersion().map(StatusDcmd::version).orElse(""))
                .quantity("pages_present", frames.present())
                .quantity("bytes_present", frames.present() * Frames.PAGE_SIZE)
                .add("below_pfn", frames.maxPfn() < 0 ? new Value.Absent() : new Value.Address(frames.maxPfn() + 1))
                .quantity("pages_absent", frames.absentBelowMax())
                .quantity("pages_truncated", frames.truncated())
                .truth("shared_info", image.sharedInfo().isPresent())
                .texts("degraded", degradations);
        facts.forEach(fact -> fact.number()
                .ifPresentOrElse(
                        number -> fields.quantity(fact.key(), number), () -> fields.text(fact.key(), fact.text())));
        in.out().emit(fields.row(String.join("\n", lines(in, frames, facts, degradations))));
        capabilities(in, capabilities);
        return Status.OK;
    }

    private static void capabilities(Invocation in, List<Capability> capabilities) {
        if (capabilities.isEmpty()) {
            return;
        }
        in.out().emit(new Emission.Header(String.format(Locale.ROOT, "%n%-20s %-8s%s", "CAPABILITY", "STATE", "HOW")));
        for (Capability each : capabilities) {
            in.checkInterrupted();
            String how = SingleLine.of(each.how());
            in.out()
                    .emit(new Fields()
                            .text("capability", each.name())
                            .text("state", each.state().word())
                            .text("how", how)
                            .row(String.format(
                                    Locale.ROOT,
                                    "%-20s %-8s%s",
                                    each.name(),
                                    each.state().word(),
                                    how)));
        }
    }

    private static String operatingSystem(Guest guest) {
        if (guest.banner().isEmpty()) {
            return "not recognised";
        }
        return SingleLine.of(guest.banner()) + (guest.sign().isEmpty() ? "" : " (recognised by " + guest.sign() + ")");
    }

    /** Where a guest has lines of its own that scripts know, nothing but what is lost follows them unless it is asked for. */
    private static List<String> lines(
            Invocation in, FrameStatistics frames, List<Fact> facts, List<String> degradations) {
        Target target = in.target();
        DomainImage image = target.image();
        Guest guest = target.guest();
        var lines = new ArrayList<String>(
                guest.statusLines().stream().map(SingleLine::of).toList());
        if (lines.isEmpty()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "debugging domain crash dump %s (%d-bit)",
                    SingleLine.of(image.path().toString()),
                    bits(target)));
            lines.add("operating system: " + operatingSystem(guest));
        }
        if (guest.statusLines().isEmpty() || in.has('v')) {
            domain(lines, target, frames);
            facts.stream()
                    .filter(fact -> !fact.label().isEmpty())
                    .forEach(fact -> lines.add(fact.label() + ": " + SingleLine.of(fact.text())));
        }
        degradations.forEach(sentence -> lines.add("degraded: " + SingleLine.of(sentence)));
        return lines;
    }

    private static void domain(List<String> lines, Target target, FrameStatistics frames) {
        DomainImage image = target.image();
        lines.add(String.format(Locale.ROOT, "domain: %s, %s, %s", kind(image), vcpus(target), pagingText(target)));
        lines.add(String.format(
                Locale.ROOT,
                "image: %s, frames by %s",
                image.format().description(),
                image.frames().rule()));
        lines.add("hypervisor: "
                + image.xenVersion()
                        .map(version -> "Xen " + SingleLine.of(version(version)))
                        .orElse("version not recorded"));
        lines.add("memory: " + memory(frames));
        lines.add("shared_info: " + (image.sharedInfo().isPresent() ? "present" : "not in image"));
    }

    private static int bits(Target target) {
        return target.wordSize() * Byte.SIZE;
    }

    private static String kind(DomainImage image) {
        return image.kind() == DomainKind.PV ? "PV" : "HVM or PVH (auto-translated)";
    }

    private static String vcpus(Target target) {
        int count = target.vcpus().size();
        return count == 1 ? "1 vCPU" : count + " vCPUs";
    }

    /** The paging modes of the vCPUs; usually one. */
    private static String paging(Target target) {
        Set<String> modes = new LinkedHashSet<>();
        target.vcpus().forEach(vcpu -> modes.add(vcpu.mode().description()));
        return modes.isEmpty() ? "unknown" : String.join(" and ", modes);
    }

    private static String pagingText(Target target) {
        String paging = paging(target);
        return target.vcpus().isEmpty() ? "paging unknown" : paging.endsWith("paging") ? paging : paging + " paging";
    }

    private static String version(XenVersion version) {
        return version.major() + "." + version.minor() + version.extra();
    }

    private static String memory(FrameStatistics frames) {
        long bytes = frames.present() * Frames.PAGE_SIZE;
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "%d pages present (%s)",
                frames.present(),
                bytes % MIB == 0 ? bytes / MIB + " MiB" : bytes / 1024 + " KiB"));
        if (frames.maxPfn() >= 0) {
            text.append(String.format(
                    Locale.ROOT, ", %d absent below pfn %x", frames.absentBelowMax(), frames.maxPfn() + 1));
        }
        if (frames.truncated() > 0) {
            text.append(String.format(Locale.ROOT, ", %d lost past the end of the file", frames.truncated()));
        }
        return text.toString();
    }
}
