#pragma once
/* No _GNU_SOURCE here: it renames a member of fd_set, and the importer then finds two types of that
   name, this one and Glibc's. */
/* Opens the wide-character half of ncurses, which the importer would not see otherwise. */
#define NCURSES_WIDECHAR 1
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

/* Hidden without _XOPEN_SOURCE. */
extern int wcwidth(wchar_t c);

/* Swift 6 refuses C's mutable globals, so they are read through functions. */
static inline WINDOW *cn_stdscr(void) { return stdscr; }
static inline int cn_colors(void) { return has_colors() ? COLORS : 0; }
static inline int cn_has_direct_colors(void) { return has_colors() && tigetflag("RGB") == 1; }
static inline int cn_color_pairs(void) { return COLOR_PAIRS; }
static inline int cn_width(void) { return COLS; }
static inline int cn_height(void) { return LINES; }
static inline int cn_repaint_all(void) { return clearok(curscr, TRUE); }

/* Macros with casts and shifts, which the importer skips. */
static const attr_t cn_bold = A_BOLD, cn_reverse = A_REVERSE, cn_underline = A_UNDERLINE;
static const int cn_f0 = KEY_F(0), cn_f63 = KEY_F(63), cn_key_max = KEY_MAX;
static const mmask_t cn_pressed_1 = BUTTON1_PRESSED, cn_released_1 = BUTTON1_RELEASED;
static const mmask_t cn_pressed_2 = BUTTON2_PRESSED, cn_released_2 = BUTTON2_RELEASED;
static const mmask_t cn_pressed_3 = BUTTON3_PRESSED, cn_released_3 = BUTTON3_RELEASED;
static const mmask_t cn_wheel_up = BUTTON4_PRESSED, cn_wheel_down = BUTTON5_PRESSED;
static const mmask_t cn_motion = REPORT_MOUSE_POSITION;
static const mmask_t cn_shift = BUTTON_SHIFT, cn_control = BUTTON_CTRL, cn_alt = BUTTON_ALT;

/* One cell by value. A scalar that setcchar refuses becomes a space. */
static inline cchar_t cn_cell(uint32_t scalar, attr_t attributes, int pair) {
  wchar_t text[2] = {(wchar_t)scalar, 0};
  cchar_t cell;
  memset(&cell, 0, sizeof cell);
  if (setcchar(&cell, text, attributes, 0, &pair) == ERR) {
    text[0] = L' ';
    setcchar(&cell, text, attributes, 0, &pair);
  }
  return cell;
}

/* What stdscr holds at a place: the scalar, its attributes without colour, and its pair. */
struct cn_shown {
  uint32_t scalar;
  attr_t attributes;
  int pair;
};

static inline struct cn_shown cn_shown_at(int y, int x) {
  struct cn_shown shown = {0, 0, 0};
  cchar_t cell;
  wchar_t text[CCHARW_MAX + 1] = {0};
  short narrow = 0;
  if (mvwin_wch(stdscr, y, x, &cell) == ERR) return shown;
  if (getcchar(&cell, text, &shown.attributes, &narrow, &shown.pair) == ERR) return shown;
  shown.scalar = (uint32_t)text[0];
  shown.attributes &= A_ATTRIBUTES & ~A_COLOR;
  return shown;
}

/* The next key: KEY_CODE_YES with a key code, OK with a scalar, or ERR when none is waiting. */
struct cn_key {
  int kind;
  uint32_t code;
};

static inline struct cn_key cn_next_key(void) {
  wint_t code = 0;
  int kind = wget_wch(stdscr, &code);
  return (struct cn_key){kind, (uint32_t)code};
}

static inline int cn_next_mouse(MEVENT *event) { return getmouse(event); }

/* A string capability, or NULL where it is absent or no string. */
static inline const char *cn_capability(const char *name) {
  char *value = tigetstr((char *)name);
  return value == (char *)-1 ? NULL : value;
}

/* setupterm's verdict: 1 found, 0 unknown or too generic, -1 no database. */
static inline int cn_setup(const char *term, int descriptor) {
  int verdict = -1;
  setupterm((char *)term, descriptor, &verdict);
  return verdict;
}

static inline void cn_forget_setup(void) {
  if (cur_term) del_curterm(cur_term);
}

static inline const char *cn_codeset(void) { return nl_langinfo(CODESET); }
static inline const char *cn_ctype(void) { return setlocale(LC_CTYPE, NULL); }
static inline int cn_use_locale(void) { return setlocale(LC_ALL, "") != NULL; }
