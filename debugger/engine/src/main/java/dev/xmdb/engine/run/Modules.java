package dev.xmdb.engine.run;

import dev.xmdb.engine.DebuggerModule;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/** The modules on the class path. */
public final class Modules {
    private static final int MOST_FAILURES = 100;

    private Modules() {}

    /** Every module that {@link ServiceLoader} finds and can make, in its order. */
    public static List<DebuggerModule> load() {
        return load(problem -> {});
    }

    /**
     * Every module that {@link ServiceLoader} finds and can make, in its order.
     *
     * @param problems receives a sentence for each one that cannot be made
     */
    public static List<DebuggerModule> load(Consumer<String> problems) {
        var modules = new ArrayList<DebuggerModule>();
        var found = ServiceLoader.load(DebuggerModule.class).iterator();
        for (int failures = 0; failures < MOST_FAILURES; ) {
            try {
                if (!found.hasNext()) {
                    break;
                }
                modules.add(found.next());
            } catch (ServiceConfigurationError e) {
                failures++;
                problems.accept("failed to load a module: " + e.getMessage());
            }
        }
        return modules;
    }
}
