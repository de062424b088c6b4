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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
    @TempDir
    private Path folder;

    @Test
    void onALinuxDomain() throws IOException {
        Path image = Path.of("..", "samples", "images", "linux-pv64-small.core.xz");
        try (Target target = Targets.open(DomainImages.open(image, OpenProgress.NONE), TargetOptions.NONE)) {
            check(Optional.of(target), List.of());
        }
    }

    @Test
    void onASolarisDomain() throws IOException {
        Path image = folder.resolve("sxc16.core");
        Scenario.find("sxc16").orElseThrow().freeze(new Scenario.Options(1, 1 << 14)).writeElf(image);
        try (Target target = Targets.open(DomainImages.open(image, OpenProgress.NONE), TargetOptions.NONE)) {
            check(Optional.of(target), List.of());
        }
    }

    @Test
    void withoutAnImage() {
        check(Optional.empty(), List.of());
    }

    private static void check(Optional<Target> target, List<String> more) {
        String kind = target.map(t -> t.guest().kind()).orElse("none");
        List<String> commands = Stream.concat(examples(kind), more.stream()).toList();
        List<String> faults = new ArrayList<>();
        var forms = new TwoForms(target);
        for (String command : commands) {
            new Check(command, forms.run(command), faults).run();
        }
        assertThat(faults.size()).isZero();
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
            String fault = command + ": " + what;
            if (faults.stream().filter(f -> f.startsWith(command)).count() < 4) {
                faults.add(fault);
                System.out.println("FAULT " + (fault.length() > 500 ? fault.substring(0, 500) : fault).replace("\n", "\\n"));
            }
        }

        private Map<String, @Nullable Object> object(TwoForms.Piece piece) {
            Map<String, @Nullable Object> object;
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
                        ? whole.replaceFirst("(?<=\\S)  \\S{1,256}$", "").replaceAll("(?<=[ 0-9a-f]{2}) (?=[0-9a-f]{2}( |$))", "")
                        : whole;
                for (String word : line.split("[^A-Za-z0-9_.`]+", -1)) {
                    if (word.matches(".*[0-9].*") && !told.has(word)) {
                        fault("lost " + word + " of [" + line.strip() + "] " + object);
                    }
                }
            });
        }

        private void table(int at) {
            List<Map<String, @Nullable Object>> objects = new ArrayList<>();
            List<String> rows = new ArrayList<>();
            for (TwoForms.Piece piece : pieces.subList(at + 1, pieces.size())) {
                if (piece.header()) {
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
            String[] lines = pieces.get(at).text().split("\n", -1);
            var table = new TextTable(lines[lines.length - 1], keys);
            if (table.headers().stream().anyMatch(header -> header.matches("-+|vCPU|vs?[0-9a-f]+"))) {
                return;
            }
            for (String header : table.headers()) {
                if (!keys.contains(TextTable.key(header.replaceAll(" \\(.*", "")))) {
                    fault("no key of " + header + " among " + keys);
                }
            }
            for (int i = 0; i < rows.size(); i++) {
                String line = rows.get(i).lines().findFirst().orElse("");
                Map<String, @Nullable Object> object = objects.get(i);
                table.cells(line).forEach((header, cell) -> {
                    String key = TextTable.key(header.replaceAll(" \\(.*", ""));
                    if (object.containsKey(key) && !Agreement.shows(cell, key, object)) {
                        fault("cell " + header + " [" + cell + "] of [" + line + "] is " + object.get(key));
                    }
                });
            }
        }
    }
}
