package dev.xmdb.target.guest.linux.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.target.RealImages;
import dev.xmdb.target.guest.linux.LinuxTruth;
import dev.xmdb.target.guest.linux.task.LinuxTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of real tasks against the links that the guest showed in /proc. */
@EnabledIfEnvironmentVariable(named = RealImages.VARIABLE, matches = ".+")
final class TaskFilesTruthTest {
    /** The highest descriptor that the capture asked for. */
    private static final int LAST_ASKED = 10;

    private static final int INIT = 1;

    private final List<String> problems = new ArrayList<>();

    private static Map<Integer, Map<String, String>> told(LinuxTruth truth) {
        Pattern form = Pattern.compile("/proc/(\\d+)/(cwd|root|fd/\\d+) -> (.*)");
        Map<Integer, Map<String, String>> told = new LinkedHashMap<>();
        for (String line : truth.lines("guest-proc-links.txt")) {
            Matcher found = form.matcher(line);
            if (found.matches()) {
                told.computeIfAbsent(Integer.valueOf(found.group(1)), _ -> new LinkedHashMap<>())
                        .put(found.group(2), found.group(3));
            }
        }
        return told;
    }

    private Map<String, String> own(LinuxTruth truth, LinuxTask task) {
        TaskFiles files = TaskFiles.of(truth.guest());
        Map<String, String> links = new LinkedHashMap<>();
        files.workingDirectory(task.address(), problems::add).ifPresent(path -> links.put("cwd", path));
        files.rootDirectory(task.address(), problems::add).ifPresent(path -> links.put("root", path));
        for (OpenFile file : files.open(task.address(), problems::add)) {
            if (file.descriptor() <= LAST_ASKED) {
                links.put("fd/" + file.descriptor(), file.path());
            }
        }
        return links;
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux-pv64", "linux-pv64b", "linux-pv64-small", "linux-pvh", "linux-pv64-panic"})
    void filesAreThoseThatTheGuestShowed(String image) {
        LinuxTruth truth = LinuxTruth.of(image);
        Map<Integer, Map<String, String>> told = told(truth);
        assertThat(told).hasSizeGreaterThan(45);
        Set<String> differing = new LinkedHashSet<>();
        List<Integer> gone = new ArrayList<>();
        told.forEach((pid, links) -> {
            Optional<LinuxTask> task = truth.process(pid);
            if (task.isEmpty()) {
                gone.add(pid);
                return;
            }
            Map<String, String> own = own(truth, task.get());
            if (pid == INIT) {
                // It started another program since; the shell's script was open to be closed then.
                links.remove("fd/10");
            }
            if (!own.equals(links)) {
                differing.add(pid + " " + links + " " + own);
            }
        });
        assertThat(problems).isEmpty();
        assertThat(differing).isEmpty();
        // The capture itself, a pipeline of a shell and two programs, which came last and has ended.
        assertThat(gone).hasSizeBetween(2, 3);
        assertThat(gone.getFirst())
                .isGreaterThan(truth.tasks().stream()
                        .filter(LinuxTask::leader)
                        .mapToInt(task -> (int) task.pid())
                        .filter(told::containsKey)
                        .max()
                        .orElseThrow());
    }
}
