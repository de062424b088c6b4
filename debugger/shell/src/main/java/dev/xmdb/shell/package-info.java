@org.jspecify.annotations.NullMarked
package dev.xmdb.shell;
