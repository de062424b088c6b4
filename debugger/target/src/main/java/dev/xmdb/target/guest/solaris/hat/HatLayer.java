package dev.xmdb.target.guest.solaris.hat;

import dev.xmdb.target.guest.Chain;
import dev.xmdb.target.guest.GuestDamageException;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import dev.xmdb.target.memory.AddressSpace;
import dev.xmdb.target.memory.FrameMemory;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.types.StructLayout;
import dev.xmdb.target.types.StructView;
import dev.xmdb.target.work.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.collections.impl.set.mutable.primitive.LongHashSet;

/** The hats of a kernel and their htables, each hat's read at the first need and kept. */
public final class HatLayer {
    private static final int MOST_HATS = 1 << 20;
    private static final int MOST_BUCKETS = 1 << 20;
    private static final int MOST_TABLES = 1 << 20;
    private static final int MOST_FAULTS = 64;
    private static final int PAGE_SHIFT = 12;

    private final SolarisGuest kernel;
    private final AddressSpace memory;
    private final AddressSpace physical;
    private final StructLayout hatLayout;
    private final StructLayout htableLayout;
    private final MmuShape shape;
    private final long kernelHat;
    private final long kernelBase;
    private final Map<Long, HatTables> tables = new ConcurrentHashMap<>();

    /**
     * Addresses of hats.
     *
     * @param all the hats, the kernel's first
     * @param faults why there may be more; empty when there are not
     */
    public record Hats(List<Long> all, List<String> faults) {}

    private HatLayer(SolarisGuest kernel) {
        this.kernel = kernel;
        this.memory = kernel.memory();
        this.physical = FrameMemory.physical(kernel.image(), memory.wordSize());
        this.hatLayout = kernel.types().layout("struct hat");
        this.htableLayout = kernel.types().layout("struct htable");
        this.shape = MmuShape.read(kernel);
        long kas = kernel.symbols()
                .valueOf("kas")
                .orElseThrow(() -> new GuestDamageException("failed to read kas: unknown symbol name"));
        this.kernelHat = hatOf(kas);
        this.kernelBase = kernelBase(kernel);
    }

    /**
     * The hats of a kernel.
     *
     * @throws GuestDamageException when the kernel's own cannot be found
     * @throws dev.xmdb.target.types.TypeDataException when the kernel's types do not describe hats
     */
    public static HatLayer of(SolarisGuest kernel) {
        return kernel.kept(HatLayer.class, () -> new HatLayer(kernel));
    }

    /** The first address that belongs to a kernel in every address space: its {@code kernelbase}, or the half that is never a user's. */
    public static long kernelBase(SolarisGuest kernel) {
        var variable = kernel.symbols().valueOf("kernelbase");
        try {
            if (variable.isPresent()) {
                return kernel.memory().readWord(variable.getAsLong());
            }
        } catch (MemoryFaultException unreadable) {
            return kernel.memory().wordSize() == Long.BYTES ? Long.MIN_VALUE : 0;
        }
        return kernel.memory().wordSize() == Long.BYTES ? Long.MIN_VALUE : 0;
    }

    /** The shape of the page tables. */
    public MmuShape shape() {
        return shape;
    }

    /** The hat of the kernel's own address space. */
    public long kernelHat() {
        return kernelHat;
    }

    /** The first address that belongs to the kernel in every address space. */
    public long kernelBase() {
        return kernelBase;
    }

    /**
     * The hat of an address space.
     *
     * @param as address of its {@code struct as}
     * @throws GuestDamageException when it cannot be read
     */
    public long hatOf(long as) {
        try {
            return kernel.types().layout("struct as").at(memory, as).number("a_hat");
        } catch (MemoryFaultException fault) {
            throw couldNot("struct as", as, fault);
        }
    }

    private static GuestDamageException couldNot(String what, long address, MemoryFaultException fault) {
        return new GuestDamageException(
                "Couldn't read " + what + " at " + Long.toHexString(address) + ": " + fault.getMessage());
    }

    /** Every hat, beginning at the kernel's. */
    public Hats hats() {
        List<Long> all = new ArrayList<>();
        var next = hatLayout.member("hat_next").offset();
        Chain.End end =
                new Chain("hats", hat -> memory.readWord(hat + next), MOST_HATS).followRing(kernelHat, all::add);
        return new Hats(
                List.copyOf(all), Optional.ofNullable(end.fault()).stream().toList());
    }

    /**
     * The htables of a hat.
     *
     * @throws GuestDamageException when the hat cannot be read
     */
    public HatTables tables(long hat, Effort effort) {
        HatTables known = tables.get(hat);
        if (known == null) {
            known = read(hat, effort);
            tables.put(hat, known);
        }
        return known;
    }

    private HatTables read(long hat, Effort effort) {
        long buckets;
        long hash;
        try {
            StructView view = hatLayout.at(memory, hat);
            buckets = view.number("hat_num_hash");
            hash = view.number("hat_ht_hash");
        } catch (MemoryFaultException fault) {
            throw couldNot("struct hat", hat, fault);
        }
        List<Htable> all = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        if (buckets > MOST_BUCKETS) {
            faults.add("hat " + Long.toHexString(hat) + ": " + buckets + " hash buckets are more than any hat has");
            buckets = 0;
        }
        var next = htableLayout.member("ht_next").offset();
        Chain chain = new Chain("htables", table -> memory.readWord(table + next), MOST_TABLES);
        var seen = new LongHashSet();
        for (long bucket = 0; bucket < buckets; bucket++) {
            effort.advance("reading htables", bucket, buckets);
            if (faults.size() >= MOST_FAULTS) {
                faults.add("hat " + Long.toHexString(hat) + ": too many of its htables are damaged to go on");
                break;
            }
            bucket(chain, hat, hash + bucket * memory.wordSize(), all, seen, faults);
            if (seen.size() > MOST_TABLES) {
                faults.add("hat " + Long.toHexString(hat) + ": htables go on after " + MOST_TABLES);
                break;
            }
        }
        return new HatTables(all, faults);
    }

    private void bucket(Chain chain, long hat, long bucket, List<Htable> all, LongHashSet seen, List<String> faults) {
        try {
            Chain.End end = chain.follow(memory.readWord(bucket), address -> {
                // A chain that runs into that of another bucket has nothing new.
                boolean isNew = seen.add(address);
                if (isNew) {
                    htable(address, hat, faults).ifPresent(all::add);
                } else {
                    faults.add("htables of two hash buckets run together at " + Long.toHexString(address));
                }
                return isNew && faults.size() < MOST_FAULTS;
            });
            if (end.fault() != null) {
                faults.add(end.fault());
            }
        } catch (MemoryFaultException fault) {
            faults.add("Couldn't read htable hash at " + Long.toHexString(bucket) + ": " + fault.getMessage());
        }
    }

    private Optional<Htable> htable(long address, long hat, List<String> faults) {
        try {
            StructView view = htableLayout.at(memory, address);
            long level = view.number("ht_level");
            if (level < 0 || level > shape.topLevel()) {
                faults.add("htable " + Long.toHexString(address) + ": no page table has level " + level);
                return Optional.empty();
            }
            return Optional.of(new Htable(address, hat, view.number("ht_vaddr"), (int) level, view.number("ht_pfn")));
        } catch (MemoryFaultException fault) {
            faults.add(couldNot("htable", address, fault).getMessage());
            return Optional.empty();
        }
    }

    /**
     * An entry of a table.
     *
     * @throws MemoryFaultException when the table is not in the image
     */
    public long entry(Htable table, int index) {
        long at = (table.pfn() << PAGE_SHIFT) + (long) index * shape.entrySize();
        return shape.entrySize() == Long.BYTES ? physical.readLong(at) : Integer.toUnsignedLong(physical.readInt(at));
    }

    /**
     * Looks an address up as the kernel's debugger does: in the htables of every level, the lowest first.
     *
     * @param hat the address space's hat; kernel addresses are looked up in the kernel's
     * @throws MemoryFaultException when a page table is not in the image
     */
    public HatLookup lookup(long hat, long va, Effort effort) {
        HatTables known = tables(Long.compareUnsigned(va, kernelBase) >= 0 ? kernelHat : hat, effort);
        List<HatLookup.Step> steps = new ArrayList<>();
        for (int level = 0; level <= shape.topLevel(); level++) {
            Optional<Htable> table = known.find(level, shape.base(level, va));
            if (table.isPresent()) {
                long entry = entry(table.get(), shape.index(level, va));
                if (!MmuShape.valid(entry)) {
                    return new HatLookup(steps, true, Optional.empty());
                }
                steps.add(new HatLookup.Step(table.get(), entry));
            }
        }
        Optional<Long> frame = steps.stream()
                .findFirst()
                .filter(step -> MmuShape.mapsPage(step.table().level(), step.entry()))
                .map(step -> shape.frame(step.table().level(), step.entry(), va));
        return new HatLookup(steps, false, frame);
    }
}
