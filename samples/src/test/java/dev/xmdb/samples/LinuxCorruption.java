package dev.xmdb.samples;

import dev.xmdb.target.Target;
import dev.xmdb.target.guest.linux.LinuxGuest;
import dev.xmdb.target.memory.MemoryFaultException;
import dev.xmdb.target.memory.PagedMemory;
import dev.xmdb.target.paging.Translation;
import dev.xmdb.target.types.Member;
import dev.xmdb.target.types.StructLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Places in the memory of a Linux guest that readers of its dump depend on, and what may be written there. */
enum LinuxCorruption {
    /** Pointers of the structures that hang together: lists, trees, arrays. */
    LISTS {
        @Override
        Edit next(Kernel kernel, Random random) {
            long at = random.nextBoolean()
                    ? kernel.links().get(random.nextInt(kernel.links().size()))
                    : kernel.objects().get(random.nextInt(kernel.objects().size())) + 8L * random.nextInt(OBJECT_WORDS);
            return new Edit(at, 8, pointer(kernel, at, random));
        }
    },
    /** The heads that readers begin with: variables of the kernel, and those of its CPUs. */
    HEADS {
        @Override
        Edit next(Kernel kernel, Random random) {
            long at = kernel.variables().get(random.nextInt(kernel.variables().size())) + 8L * random.nextInt(4);
            return new Edit(at, 8, pointer(kernel, at, random));
        }
    },
    /** The types. */
    BTF {
        @Override
        Edit next(Kernel kernel, Random random) {
            return anywhere(kernel, "__start_BTF", "__stop_BTF", random);
        }
    },
    /** The symbols. */
    KALLSYMS {
        @Override
        Edit next(Kernel kernel, Random random) {
            long place = kernel.guest().kallsyms().place();
            long span = 2L << 20;
            return word(place - span / 4 + random.nextLong(span), random);
        }
    },
    /** The unwind tables. */
    ORC {
        @Override
        Edit next(Kernel kernel, Random random) {
            return random.nextBoolean()
                    ? anywhere(kernel, "__start_orc_unwind_ip", "__stop_orc_unwind_ip", random)
                    : anywhere(kernel, "__start_orc_unwind", "__stop_orc_unwind", random);
        }
    },
    /** Stacks. */
    STACKS {
        @Override
        Edit next(Kernel kernel, Random random) {
            long stack = kernel.stacks().get(random.nextInt(kernel.stacks().size()));
            long at = stack + STACK_SIZE - 8L * (1 + random.nextInt(128));
            return new Edit(at, 8, pointer(kernel, at, random));
        }
    },
    /** Page tables: entries on the way to something that is read. */
    PAGE_TABLES {
        @Override
        Edit next(Kernel kernel, Random random) {
            long to = random.nextBoolean()
                    ? kernel.objects().get(random.nextInt(kernel.objects().size()))
                    : kernel.variables().get(random.nextInt(kernel.variables().size()));
            List<Translation.Step> steps = kernel.memory().translate(to).steps();
            Translation.Step step = steps.get(random.nextInt(steps.size()));
            long entry = switch (random.nextInt(5)) {
                case 0 -> 0;
                case 1 -> step.entry() ^ 1;
                case 2 -> step.entry() ^ (1L << 7);
                case 3 -> step.entry() ^ (1L << (12 + random.nextInt(40)));
                // The table is its own entry.
                default -> (step.tableFrame() << 12) | 0x63;
            };
            return new Edit(step.fileOffset(), true, 8, entry);
        }
    };

    private static final int OBJECT_WORDS = 512;
    private static final long STACK_SIZE = 0x4000;
    private static final long[] TELLING = {
        0,
        1,
        -1,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        0xffffffffL,
        0x7fffffffL,
        1L << 40,
        0x4141414141414141L,
        0x1b5b324a1b5b324aL
    };

    /**
     * A write.
     *
     * @param place a virtual address, or an offset in the file
     * @param inFile which of them
     * @param size bytes
     * @param value what is written
     */
    record Edit(long place, boolean inFile, int size, long value) {
        Edit(long address, int size, long value) {
            this(address, false, size, value);
        }

        /** Where it goes in the file; negative when the address is not in it. */
        long fileOffset(PagedMemory memory) {
            return inFile ? place : memory.fileOffset(place);
        }
    }

    /**
     * A kernel before anything was done to it.
     *
     * @param guest the guest
     * @param memory its memory
     * @param objects addresses of structures that readers follow
     * @param variables addresses of variables that they begin with
     * @param links where tasks have the pointers that hang them together
     * @param stacks lowest addresses of stacks
     */
    record Kernel(
            LinuxGuest guest,
            PagedMemory memory,
            List<Long> objects,
            List<Long> variables,
            List<Long> links,
            List<Long> stacks) {
        private static final List<String> LINKS = List.of(
                "tasks.next",
                "thread_node.next",
                "children.next",
                "sibling.next",
                "real_parent",
                "group_leader",
                "signal",
                "mm",
                "files",
                "fs",
                "cred",
                "stack",
                "thread.sp",
                "thread_pid",
                "nsproxy",
                "worker_private",
                "active_mm");

        private static final List<String> HEADS = List.of(
                "init_task",
                "modules",
                "slab_caches",
                "vmap_area_list",
                "super_blocks",
                "xen_irq_list_head",
                "irq_desc_tree",
                "evtchn_to_irq",
                "event_array",
                "prb",
                "init_net",
                "btf_modules",
                "node_data",
                "__per_cpu_offset",
                "init_uts_ns",
                "jiffies_64",
                "xen_start_info",
                "HYPERVISOR_shared_info",
                "page_offset_base",
                "vmemmap_base",
                "vmalloc_base",
                "nr_cpu_ids",
                "__cpu_possible_mask",
                "__cpu_online_mask",
                "max_pfn",
                "saved_command_line",
                "vmcoreinfo_data",
                "linux_banner",
                "futex_queues",
                "tcp_hashinfo",
                "udp_table",
                "gnttab_shared",
                "xenbus_frontend",
                "root_task_group");

        /** Reads where everything is. */
        static Kernel of(Target target) {
            LinuxGuest guest = (LinuxGuest) target.guest();
            var objects = new ArrayList<Long>();
            var links = new ArrayList<Long>();
            var stacks = new ArrayList<Long>();
            StructLayout task = guest.types().layout("struct task_struct");
            List<Member> pointers = List.of(
                    task.member("mm"),
                    task.member("files"),
                    task.member("signal"),
                    task.member("fs"),
                    task.member("cred"));
            guest.tasks(_ -> {}).forEach(each -> {
                objects.add(each.address());
                // The half of a task with most of what is read lies behind its first page.
                objects.add(each.address() + 2000);
                LINKS.stream()
                        .filter(task::has)
                        .forEach(link ->
                                links.add(each.address() + task.member(link).offset()));
                if (each.stack() != 0) {
                    stacks.add(each.stack());
                }
                pointers.forEach(member -> add(objects, guest, each.address() + member.offset()));
            });
            var variables = new ArrayList<Long>();
            for (String name : HEADS) {
                guest.kallsyms().valueOf(name).ifPresent(at -> {
                    variables.add(at);
                    add(objects, guest, at);
                });
            }
            guest.kallsyms()
                    .valueOf("runqueues")
                    .ifPresent(queue -> variables.add(guest.perCpu().address(queue, 0)));
            return new Kernel(
                    guest,
                    guest.memory(),
                    List.copyOf(objects),
                    List.copyOf(variables),
                    List.copyOf(links),
                    List.copyOf(stacks));
        }

        /** Adds what a pointer points to. */
        private static void add(List<Long> objects, LinuxGuest guest, long pointer) {
            try {
                long target = guest.memory().readLong(pointer);
                if (target < 0 && guest.memory().readable(target, 8) == 8) {
                    objects.add(target);
                }
            } catch (MemoryFaultException notThere) {
                // Not every variable is a pointer.
            }
        }
    }

    /** Another place to damage, and how. */
    abstract Edit next(Kernel kernel, Random random);

    private static Edit anywhere(Kernel kernel, String from, String to, Random random) {
        long start = kernel.guest().kallsyms().valueOf(from).orElseThrow();
        long end = kernel.guest().kallsyms().valueOf(to).orElseThrow();
        // What stands first is read first.
        long reach = random.nextInt(3) == 0 ? Math.min(64, end - start) : end - start;
        return word(start + random.nextLong(reach), random);
    }

    private static Edit word(long at, Random random) {
        return random.nextBoolean()
                ? new Edit(at, 1, random.nextInt())
                : new Edit(at & -4, random.nextBoolean() ? 4 : 8, TELLING[random.nextInt(TELLING.length)]);
    }

    /** What a pointer may be replaced by: itself, another object, wild and telling values. */
    private static long pointer(Kernel kernel, long at, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> at;
            case 1 -> kernel.objects().get(random.nextInt(kernel.objects().size()));
            case 2 -> kernel.objects().get(random.nextInt(kernel.objects().size())) + 1 + random.nextInt(63);
            case 3 -> 0xffff888000000000L + random.nextLong(1L << 27);
            case 4 -> random.nextLong();
            default -> TELLING[random.nextInt(TELLING.length)];
        };
    }
}
