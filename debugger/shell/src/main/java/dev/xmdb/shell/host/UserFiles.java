package dev.xmdb.shell.host;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the user's own files are, by the XDG base directory rules: a base that is not absolute is as good as none. Nothing is ever
 * looked for in the working directory or beside an image, where somebody else may have put it.
 */
public final class UserFiles {
    private final Map<String, String> environment;

    /** By an environment. */
    public UserFiles(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The commands that run first, when there is such a file. */
    public Optional<Path> rc() {
        return base("XDG_CONFIG_HOME", ".config")
                .map(base -> base.resolve("xmdb").resolve("rc"))
                .filter(Files::isRegularFile);
    }

    /** The user's folder of macro files, which need not exist; empty when there is no home to keep one in. */
    public String macros() {
        return base("XDG_CONFIG_HOME", ".config")
                .map(base -> base.resolve("xmdb").resolve("macros").toString())
                .orElse("");
    }

    /** The file for what was typed; empty when there is no home to keep it in. */
    public Optional<Path> history() {
        return base("XDG_STATE_HOME", ".local/state")
                .map(base -> base.resolve("xmdb").resolve("history"));
    }

    private Optional<Path> base(String variable, String underHome) {
        return absolute(environment.get(variable))
                .or(() -> absolute(environment.get("HOME")).map(home -> home.resolve(underHome)));
    }

    private static Optional<Path> absolute(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(name)).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
