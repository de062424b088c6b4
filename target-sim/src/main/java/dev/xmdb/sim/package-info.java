@org.jspecify.annotations.NullMarked
package dev.xmdb.sim;
