package dev.xmdb.target.guest.linux.whatis;

import dev.xmdb.target.guest.linux.page.Page;
import dev.xmdb.target.guest.linux.slab.SlabObject;
import dev.xmdb.target.guest.linux.space.Mapping;
import dev.xmdb.target.guest.linux.vmalloc.VmallocArea;
import dev.xmdb.target.whatis.AddressOwner;
import java.util.Optional;

/** Something in a Linux kernel that an address belongs to. */
public sealed interface LinuxOwner extends AddressOwner {

    /** Parts of the kernel's image and of modules. */
    enum Section {
        /** Code. */
        TEXT("text segment"),
        /** Data that is never written. */
        RODATA("rodata segment"),
        /** Data that is not written once the kernel or module is set up. */
        RO_AFTER_INIT("read-only-after-init data"),
        /** Data. */
        DATA("data segment"),
        /** Data that begins as zeros. */
        BSS("bss"),
        /** What only setting up needs. */
        INIT("init section"),
        /** Memory that the kernel took behind its bss early in the boot. */
        BRK("brk area"),
        /** None of these. */
        OTHER("image");

        private final String words;

        Section(String words) {
            this.words = words;
        }

        /** What it is called. */
        public String words() {
            return words;
        }
    }

    /** What an address in a task's stack is to the task now. */
    enum StackUse {
        /** In use. */
        LIVE,
        /** Below the stack pointer: left over. */
        BELOW,
        /** The task runs, so that its stack pointer is not known from the task. */
        PERHAPS_BELOW
    }

    /**
     * A part of the kernel's image, or of a module.
     *
     * @param object {@code vmlinux}, or the module's name
     * @param section which part
     * @param freed whether the kernel gave the page back, so that something else is there now
     * @param base where the symbol begins that covers the address; the part's first byte where none does
     * @param symbol whether a symbol covers it
     */
    record InImage(String object, Section section, boolean freed, long base, boolean symbol) implements LinuxOwner {
        @Override
        public String kind() {
            return object.equals(KERNEL) ? "image" : "module";
        }
    }

    /** The kernel's own image. */
    String KERNEL = "vmlinux";

    /**
     * A CPU's own instance of a variable.
     *
     * @param cpu the CPU
     * @param object {@code vmlinux}, or the module's name
     * @param variable the variable's name; empty where there is no symbol
     * @param base its first byte
     */
    record PerCpuVariable(int cpu, String object, String variable, long base) implements LinuxOwner {
        @Override
        public String kind() {
            return "percpu";
        }
    }

    /**
     * A variable that each CPU has of its own, by its symbol's value: up to 6.14 that is a small number and no address.
     *
     * @param variable its name
     * @param base the symbol's value
     */
    record PerCpuSymbol(String variable, long base) implements LinuxOwner {
        @Override
        public String kind() {
            return "percpu_symbol";
        }
    }

    /**
     * A CPU's instance of per-CPU memory that was allocated.
     *
     * @param cpu the CPU
     * @param pointer the per-CPU pointer that leads to it
     * @param base first byte of the CPU's part of the chunk
     */
    record PerCpuMemory(int cpu, long pointer, long base) implements LinuxOwner {
        @Override
        public String kind() {
            return "percpu_memory";
        }
    }

    /**
     * A task's kernel stack.
     *
     * @param task address of the {@code task_struct}
     * @param pid its number
     * @param name its name
     * @param base the stack's lowest byte
     * @param use what the address is to the task
     */
    record TaskStack(long task, long pid, String name, long base, StackUse use) implements LinuxOwner {
        @Override
        public String kind() {
            return "stack";
        }
    }

    /**
     * A stack of a CPU's.
     *
     * @param cpu the CPU
     * @param name what it is called
     * @param base its lowest byte
     */
    record CpuStack(int cpu, String name, long base) implements LinuxOwner {
        @Override
        public String kind() {
            return "cpu_stack";
        }
    }

    /**
     * What a CPU needs at the entry to the kernel.
     *
     * @param cpu the CPU
     * @param member which member of {@code struct cpu_entry_area} the address is in; empty for the padding between them
     * @param base the area's first byte
     */
    record EntryArea(int cpu, String member, long base) implements LinuxOwner {
        @Override
        public String kind() {
            return "cpu_entry_area";
        }
    }

    /**
     * An object of a slab, or the rest of a slab's memory.
     *
     * @param object the object
     * @param known what it is known as: {@code task pid 1 init}
     */
    record InSlab(SlabObject object, Optional<String> known) implements LinuxOwner {
        @Override
        public String kind() {
            return object.exists() ? "slab_object" : "slab";
        }

        @Override
        public long base() {
            return object.address();
        }
    }

    /**
     * A {@code struct page}.
     *
     * @param base its first byte
     * @param pfn the frame that it describes
     */
    record PageStructure(long base, long pfn) implements LinuxOwner {
        @Override
        public String kind() {
            return "page_structure";
        }
    }

    /**
     * A fixed place for something that is mapped there for a while or for good.
     *
     * @param name what is mapped there
     * @param base its first byte
     */
    record Fixmap(String name, long base) implements LinuxOwner {
        @Override
        public String kind() {
            return "fixmap";
        }
    }

    /**
     * An area of addresses that vmalloc gave out.
     *
     * @param area the area
     * @param guard whether the address is in the page behind it that catches stray accesses
     * @param owner whose it is, when it is known: {@code task pid 1 init}
     */
    record InVmalloc(VmallocArea area, boolean guard, Optional<String> owner) implements LinuxOwner {
        @Override
        public String kind() {
            return "vmalloc";
        }

        @Override
        public long base() {
            return area.start();
        }
    }

    /**
     * Memory of the kernel's image by its other address, that of the direct map.
     *
     * @param base address in the direct map of what begins at {@code image}
     * @param image address in the image
     */
    record ImageAlias(long base, long image) implements LinuxOwner {
        @Override
        public String kind() {
            return "image_alias";
        }
    }

    /**
     * A page, by the direct map.
     *
     * @param base its first byte
     * @param page the page
     * @param area the area of vmalloc that it was taken for, when there is one
     * @param owner whose that is, when it is known
     */
    record InPage(long base, Page page, Optional<VmallocArea> area, Optional<String> owner) implements LinuxOwner {
        @Override
        public String kind() {
            return "page";
        }
    }

    /**
     * A mapping of a process.
     *
     * @param task address of the process' {@code task_struct}
     * @param pid its number
     * @param name its name
     * @param mapping the mapping
     */
    record InProcess(long task, long pid, String name, Mapping mapping) implements LinuxOwner {
        @Override
        public String kind() {
            return "mapping";
        }

        @Override
        public long base() {
            return mapping.start();
        }
    }
}
