package dev.xmdb.samples.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.dump.open.DomainImages;
import dev.xmdb.dump.open.OpenProgress;
import dev.xmdb.engine.DcmdSpec;
import dev.xmdb.engine.run.Modules;
import dev.xmdb.sim.scenario.Scenario;
import dev.xmdb.target.Target;
import dev.xmdb.target.TargetOptions;
import dev.xmdb.target.Targets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLinesTest {
    /** Rulers above bytes, titles, and columns that are one list in JSON. */
    private static final Pattern NO_COLUMN = Pattern.compile("-+|vCPU|\\\\/|v?[0-9a-f]{16}|[0-9]+|CPU[0-9]+|unix|core");
    /** Pictures, what follows from another value of the line, and numbers of lines. */
    private static final Pattern DRAWN = Pattern.compile(
            "[-+|0-9 ]+| *id=.* iopl=.*|%ucr3 = .*| +\\[[0-9]+\\] .*|.*ei_magic.*|uptime: .*|.*1970 Jan .*");
    /** Names the folder of further images. */
    private static final String IMAGES = "XMDB_IMAGES";

    private static final int PAGES = 1 << 14;

    private static final List<String> NONE = List.of(
            "::typedef -c LP64; ::typedef 'struct { int a; char b[4]; }' x_t; ::typedef -l; ::sizeof x_t; ::offsetof x_t b",
            "5>foo; ::vars -n; $v",
            "::log; ::which help nosuch; ::dmods -l core",
            "12=XDKEJ; 1=Y",
            "0t10$d; 10::echo a");

    private static final List<String> SOLARIS = List.of(
            "::ps -fltzTPR",
            "::threadlist -v 6",
            "::stacks -a",
            "::stacks -a -t run",
            "::walk thread | ::findstack -v",
            "::cpuinfo -v",
            "::cycinfo -V",
            "::callout -L",
            "::callout -Lv",
            "::callout -v",
            "::callout -Tv",
            "::softint",
            "::softint -d",
            "::interrupts -d",
            "9::evtchns; 3::evtchns -d",
            "::taskq -T",
            "::kmastat -k",
            "::vmem",
            "::vmem -s",
            "::kmalog",
            "::kmalog fail",
            "::kmem_log",
            "::kmem_verify",
            "::walk kmem_cache | ::walk bufctl | ::head -n 8 | ::bufctl",
            "::walk kmem_cache | ::walk bufctl | ::head -n 8 | ::bufctl -v",
            "::walk vmem | ::walk vmem_seg | ::head -n 40 | ::vmem_seg -v",
            "::walk vmem | ::walk vmem_seg | ::head -n 40 | ::whatis -n",
            "::walk thread | ::head -n 3 | ::allocdby",
            "::walk kmem_cache | ::walk kmem | ::head -n 40 | ::whatis -v",
            "::walk kmem_cache | ::walk kmem | ::head -n 40 | ::whatis -an",
            "::walk thread | ::whatis",
            "::walk proc | ::print -at proc_t p_user",
            "::print -at cpu_t; cpus::print -at cpu_t; utsname::print -T",
            "p0::print -x proc_t p_stat p_pidp p_user",
            "cpus::print -d cpu_t",
            "::walk thread | ::printf \"%p %d %a %x %s\\n\" kthread_t . t_pri t_startpc t_state t_procp->p_user.u_comm",
            "::nm -x -t func unix; ::nm -v -f ndx,val,sz,name xnf; ::nm -p xdf",
            "::objects; ::mappings; $m; ::objects -v",
            "utsname,5/S; cpus,4/K; cpus,8/naXx; p0/JJ; cpus/i",
            "::walk proc | ::groupby -t proc_t p_stat; ::walk proc | ::sum -t proc_t p_pidp->pid_id",
            "::ps | ::sort -r pid; ::ps | ::uniq -c s; ::ps | ::count; ::thread | ::tail -n 2",
            "::rwlock; kas+30::rwlock",
            "::vtop -v; <rip::vatopfn; ::pte; 15c3::pfntomfn",
            "<rip::report_maps; ::p2m -s; ::notes; ::xeninfo; ::vcpus",
            "::thread -bdfimps",
            "::time; ::time -d; ::system; ::showrev; ::files");

    private static final List<String> LINUX = List.of(
            "::ps -ftn; ::threadlist -v; ::stacks -a; ::walk task | ::findstack -v; ::walk task | ::findstack -kv",
            "::evtchns -v; ::interrupts -v; ::cpuinfo -v",
            "::buddyinfo -v; ::zoneinfo; ::memstat; ::page -v",
            "::kmastat; ::kmem_cache -v; ::vmalloc -v",
            "::locks -v; ::waitq; ::timers; ::runq; ::net -a; ::net",
            "::walk proc | ::files; ::walk proc | ::pmap; ::walk proc | ::vma -f; ::walk proc | ::pargs -ae",
            "::walk kmem_cache | ::walk kmem | ::head -n 60 | ::whatis -v",
            "::walk task | ::whatis; ::walk task | ::print -at 'struct task_struct' pid comm __state mm",
            "init_task::print -t 'struct task_struct'; init_task::print -ax 'struct task_struct' se",
            "::walk task | ::printf \"%d %s %p %a\\n\" 'struct task_struct' pid comm . stack",
            "::modinfo; ::walk module | ::modinfo; ::xenbus; ::xenbus -v; ::grants; ::xsring; ::xencons",
            "linux_banner/s; init_task,8/KnaX; init_task,10::dump",
            "ps; bt; kmem -i; dmesg; files 1; vm 1; irq; timer; mod; mount; sys; net",
            "::msgbuf -t; ::time; ::panicinfo; ::vcpuinfo; ::idt; ::objects; ::mappings");

    @TempDir
    private Path folder;

    @Test
    void bothFormsTellTheSameOfALinuxDomain() throws IOException {
        Path image = Path.of("..", "samples", "images", "linux-pv64-small.core.xz");
        try (Target target = open(image)) {
            check(Optional.of(target), LINUX);
        }
    }

    @Test
    @EnabledIfEnvironmentVariable(named = IMAGES, matches = ".+")
    void bothFormsTellTheSameOfALinuxDomainWithModulesAndDevices() throws IOException {
        try (Target target = open(Path.of(System.getenv(IMAGES), "linux-pv64b.core.xz"))) {
            check(Optional.of(target), LINUX);
        }
    }

    @Test
    void bothFormsTellTheSameOfASolarisDomain() throws IOException {
        onSimulated("sxc16", SOLARIS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ':',
            value = {
                "mutex-deadlock: ~locks; ~locks -v; ~locks -d | ~mutex; ~turnstile",
                "hung-taskq: ~taskq -t; ~taskq -T; ~walk taskq | ~walk taskq_entry | ~taskq_entry",
                "kmem-leak: ~findleaks -dv; ~findleaks",
                "use-after-free: ~kmem_verify; ~kmem_verify | ~kmem_verify",
                "panic: ~panicinfo; ~status; ~cpuinfo -v; ~cpustack -a; $c; ~msgbuf -v",
                "stack-corruption: ~walk thread | ~findstack -v; ~stacks",
                "lost-interrupt: ~evtchns; ~interrupts; ~threadlist -v",
                "pt-user-leak: ~ptescan -f 'user,!global'"
            })
    void bothFormsTellTheSameOfWhatIsWrongWithADomain(String scenario, String commands) throws IOException {
        List<String> faults = new ArrayList<>();
        try (Target target = simulated(scenario)) {
            for (String command : commands.replace("~", "::").split("; *", -1)) {
                faults.addAll(faults(new TwoForms(Optional.of(target)), command));
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void bothFormsTellTheSameWithoutAnImage() {
        check(Optional.empty(), NONE);
    }

    @Test
    void messagesAreNoJson() throws IOException {
        try (Target target = simulated("sxc16")) {
            var forms = new TwoForms(Optional.of(target));
            for (String command : List.of(
                    "1::threadlist",
                    "1::modinfo",
                    "1::taskq",
                    "1::rwlock",
                    "1::kmem_cache",
                    "1::cpupart",
                    "0t99999::pid2proc",
                    "nosuch/X",
                    "::nosuch",
                    "::cpuinfo -Z",
                    "1000::evtchns",
                    "::walk nosuch")) {
                assertThat(forms.run(command)).as(command).isEmpty();
                assertThat(forms.messages()).as(command).isNotEmpty();
            }
        }
    }

    private void onSimulated(String scenario, List<String> more) throws IOException {
        try (Target target = simulated(scenario)) {
            check(Optional.of(target), more);
        }
    }

    private Target simulated(String scenario) throws IOException {
        Path image = folder.resolve(scenario + ".core");
        Scenario.find(scenario)
                .orElseThrow()
                .freeze(new Scenario.Options(1, PAGES))
                .writeElf(image);
        return open(image);
    }

    private static Target open(Path image) throws IOException {
        return Targets.open(DomainImages.open(image, OpenProgress.NONE), TargetOptions.NONE);
    }

    private static void check(Optional<Target> target, List<String> more) {
        String kind = target.map(t -> t.guest().kind()).orElse("none");
        var forms = new TwoForms(target);
        List<String> faults = new ArrayList<>();
        Stream.concat(examples(kind), more.stream()).forEach(command -> faults.addAll(faults(forms, command)));
        assertThat(faults).isEmpty();
    }

    private static List<String> faults(TwoForms forms, String command) {
        List<String> faults = new ArrayList<>();
        new Check(command, forms.run(command), faults).run();
        return faults;
    }

    private static Stream<String> examples(String kind) {
        return Modules.load().stream()
                .flatMap(module -> module.dcmds().stream())
                .map(dcmd -> dcmd.spec())
                .filter(spec -> spec.guest().orElse(kind).equals(kind))
                .flatMap(spec -> spec.examples().stream())
                .filter(example -> example.guest().orElse(kind).equals(kind))
                .map(DcmdSpec.Example::command);
    }

    private record Check(String command, List<TwoForms.Piece> pieces, List<String> faults) {
        void run() {
            for (int at = 0; at < pieces.size(); at++) {
                if (!pieces.get(at).header()) {
                    object(pieces.get(at));
                } else {
                    table(at);
                }
            }
        }

        private void fault(String what) {
            // A command that is wrong is so in every row.
            if (faults.size() < 4) {
                faults.add(command + ": " + what);
            }
        }

        private Map<String, @Nullable Object> object(TwoForms.Piece piece) {
            Map<String, @Nullable Object> object;
            if (piece.json().isEmpty()) {
                // Blank lines and drawings: nothing is in them that another row does not say.
                lost(piece.text(), Map.of());
                return Map.of();
            }
            try {
                assertThat(piece.json()).endsWith("\n");
                object = JsonLine.read(piece.json().substring(0, piece.json().length() - 1));
            } catch (IOException failure) {
                fault(failure + "");
                return Map.of();
            }
            if (!piece.dcmd().equals(object.get("dcmd"))) {
                fault("dcmd is " + object.get("dcmd"));
            }
            object.keySet().stream().filter(key -> !key.matches("[a-z0-9_]+")).forEach(key -> fault("key " + key));
            lost(piece.text(), object);
            return object;
        }

        /** Numbers and symbols of the text that are not in the object. */
        private void lost(String text, Map<String, @Nullable Object> object) {
            var told = new Told(object);
            text.lines().forEach(whole -> {
                // What ::dump and ::search show of the same bytes as characters.
                String line = object.containsKey("bytes") || object.containsKey("context")
                        ? whole.replaceFirst("(?<=\\S) {2,}\\S{1,256}$", "")
                                .replaceAll("(?<=[ 0-9a-f]{2}) (?=[0-9a-f]{2}( |$))", "")
                                .replaceFirst("^ +[0-9a-f]+: ", "")
                        : whole;
                if (DRAWN.matcher(line).matches()) {
                    return;
                }
                for (String word : line.split("[^A-Za-z0-9_.`]+", -1)) {
                    if (word.matches(".*[0-9].*") && !word.equals("0x") && !told.has(word)) {
                        fault("lost " + word + " of [" + line.strip() + "] " + object);
                    }
                }
            });
        }

        private void table(int at) {
            List<Map<String, @Nullable Object>> objects = new ArrayList<>();
            List<String> rows = new ArrayList<>();
            for (TwoForms.Piece piece : pieces.subList(at + 1, pieces.size())) {
                if (piece.header() || !piece.dcmd().equals(pieces.get(at).dcmd())) {
                    break;
                }
                objects.add(object(piece));
                rows.add(piece.text());
            }
            if (objects.isEmpty()) {
                return;
            }
            Set<String> keys = new LinkedHashSet<>();
            objects.forEach(object -> keys.addAll(object.keySet()));
            Map<String, Set<Agreement.Radix>> radices = new HashMap<>();
            List<String> headers = lines(pieces.get(at).text());
            for (int i = 0; i < rows.size(); i++) {
                // A header of several lines has rows of several lines, or only its last line has the names of the
                // columns.
                List<String> shown = lines(rows.get(i));
                boolean together = headers.size() > 1 && !headers.getLast().startsWith("-");
                int most = together ? Math.min(headers.size(), shown.size()) : 1;
                for (int line = 0; line < most; line++) {
                    var table = new TextTable(together ? headers.get(line) : headers.getLast(), keys);
                    row(table, shown.subList(Math.min(line, shown.size()), shown.size()), objects.get(i), radices);
                }
            }
        }

        private static List<String> lines(String text) {
            return text.lines().filter(line -> !line.isBlank()).toList();
        }

        private void row(
                TextTable table,
                List<String> lines,
                Map<String, @Nullable Object> object,
                Map<String, Set<Agreement.Radix>> radices) {
            String line = lines.isEmpty() ? "" : lines.getFirst();
            String below = String.join("\n", lines.subList(Math.min(1, lines.size()), lines.size()));
            if (table.headers().stream().anyMatch(NO_COLUMN.asMatchPredicate())
                    || !object.containsKey(key(table.headers().getFirst()))
                    || line.startsWith("\t")) {
                // A ruler, a title, or a line below a row.
                return;
            }
            boolean marked = Boolean.TRUE.equals(object.get("running")) || Boolean.TRUE.equals(object.get("delayed"));
            table.cells(marked ? " " + line.substring(1) : line).forEach((header, cell) -> {
                if (!table.keys().contains(key(header))) {
                    fault("no key of " + header + " among " + table.keys());
                } else if (object.containsKey(key(header))) {
                    Set<Agreement.Radix> shown = EnumSet.allOf(Agreement.Radix.class);
                    shown.removeIf(radix -> !new Agreement(radix, below).shows(cell, key(header), object));
                    if (shown.isEmpty()) {
                        fault("cell " + header + " [" + cell + "] of [" + line + "] is " + object.get(key(header)));
                        return;
                    }
                    Set<Agreement.Radix> possible =
                            radices.computeIfAbsent(header, _ -> EnumSet.allOf(Agreement.Radix.class));
                    possible.retainAll(shown);
                    if (possible.isEmpty()) {
                        fault("column " + header + " [" + cell + "] has numbers of more than one radix");
                    }
                }
            });
        }

        private static String key(String header) {
            return TextTable.key(header.replaceAll(" \\(.*", ""));
        }
    }
}
