package dev.xmdb.target;

import dev.xmdb.dump.DomainImage;
import dev.xmdb.target.guest.Guest;
import dev.xmdb.target.guest.Overrides;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.FrameMemory;
import dev.xmdb.target.memory.GuestVirtual;
import dev.xmdb.target.memory.ImageMemory;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.memory.RootlessMemory;
import dev.xmdb.target.paging.ModeInference;
import dev.xmdb.target.paging.PageTableRoot;
import dev.xmdb.target.paging.PageTables;
import dev.xmdb.target.paging.PagingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A target over one image. */
final class ImageTarget implements Target {
    /** What a sentence about missing roots ends with, which helps nobody once the guest has found one by itself. */
    private static final Pattern GIVE_ROOT = Pattern.compile(": give (one|a page-table root) with --cr3$");

    private final DomainImage image;
    private final TargetOptions options;
    private final List<Vcpu> vcpus;
    private final List<String> degradations;
    private final ImageMemory virtual;
    private final AddressSpace physical;
    private final AddressSpace machine;
    private @Nullable Guest guest;

    ImageTarget(DomainImage image, TargetOptions options) {
        this.image = image;
        this.options = options;
        var survey = new VcpuSurvey(image);
        var found = new ArrayList<>(image.degradations());
        if (options.cr3().isEmpty() || !survey.vcpus().isEmpty()) {
            found.addAll(survey.degradations());
        }
        this.vcpus = survey.vcpus();
        this.virtual = kernelSpace(survey, found);
        this.degradations = List.copyOf(found);
        this.physical = FrameMemory.physical(image, virtual.wordSize());
        this.machine = FrameMemory.machine(image, virtual.wordSize());
    }

    private ImageMemory kernelSpace(VcpuSurvey survey, List<String> found) {
        if (options.cr3().isPresent()) {
            PagingMode mode = survey.kernel()
                    .map(GuestVirtual::mode)
                    .filter(shape -> shape != PagingMode.UNPAGED)
                    .orElseGet(() -> ModeInference.withoutContext(image).mode());
            PagedMemory given = space(options.cr3().getAsLong(), mode, VcpuSurvey.KERNEL_PAGES_CACHED);
            if (!given.tables().rootInImage()) {
                found.add("the root given with --cr3: " + given.translate(0).reason());
            }
            return given;
        }
        return survey.kernel()
                .<ImageMemory>map(space -> space)
                .orElseGet(() -> new RootlessMemory(image, image.wordSize()));
    }

    @Override
    public DomainImage image() {
        return image;
    }

    @Override
    public synchronized Guest guest() {
        Guest known = guest;
        if (known == null) {
            known = new GuestDetection(
                            image,
                            virtual,
                            physical,
                            new Overrides(options.cr3().isPresent(), options.kaslr(), options.vmlinux()))
                    .detect(options.guest());
            guest = known;
        }
        return known;
    }

    @Override
    public int wordSize() {
        return virtual.wordSize();
    }

    @Override
    public AddressSpace virtual() {
        return options.cr3().isPresent() ? virtual : guest().kernelSpace().orElse(virtual);
    }

    @Override
    public AddressSpace physical() {
        return physical;
    }

    @Override
    public AddressSpace machine() {
        return machine;
    }

    @Override
    public GuestVirtual virtual(long root, PagingMode mode) {
        return space(root, mode, VcpuSurvey.USER_PAGES_CACHED);
    }

    private PagedMemory space(long cr3, PagingMode mode, int cachedPages) {
        boolean large = vcpus.isEmpty()
                || ModeInference.largePagesIn32Bit(image, vcpus.getFirst().context());
        return new PagedMemory(
                image, new PageTables(image, PageTableRoot.of(cr3, mode, image.kind()), large), cachedPages);
    }

    @Override
    public List<Vcpu> vcpus() {
        return vcpus;
    }

    @Override
    public List<String> degradations() {
        boolean rootFound = guest().kernelSpace().isPresent();
        var all = new ArrayList<String>();
        degradations.forEach(
                sentence -> all.add(rootFound ? GIVE_ROOT.matcher(sentence).replaceAll("") : sentence));
        all.addAll(guest().degradations());
        options.vmlinux()
                .filter(file -> !guest().kind().equals(LinuxGuest.KIND))
                .ifPresent(
                        file -> all.add("--vmlinux " + file + " is not used: no Linux kernel was found in this image"));
        return List.copyOf(all);
    }

    @Override
    public void close() {
        image.close();
    }
}
