/** Files of settings, which may change while a process runs. */
@NullMarked
package io.framelog.config;

import org.jspecify.annotations.NullMarked;
