"""GitHub's shortcodes (":newspaper:") in Markdown lists: pictures before a heading, which are no part of its words.

Names are GitHub's (github.com/github/gemoji, MIT), those that lists put before headings and entries. Whatever else stands
between colons is text.
"""

from __future__ import annotations

import re

from markdown_it.rules_core import StateCore

_NAMES = """
    100 alarm_clock alien ambulance apple arrow_down arrow_forward arrow_heading_down arrow_heading_up arrow_left
    arrow_right arrow_up art artificial_satellite astronaut atom_symbol avocado balance_scale balloon bangbang bank
    bar_chart beer beetle beginner bell bellhop_bell bento biohazard birthday black_circle black_large_square
    black_nib blue_book blue_heart blush bomb book bookmark bookmark_tabs books boom bow bowtie brain briefcase broom
    bug building_construction bulb busts_in_silhouette calendar calling camera camera_flash candle card_file_box
    card_index card_index_dividers cat chart chart_with_downwards_trend chart_with_upwards_trend checkered_flag cinema
    cityscape clap clapper classical_building clinking_glasses clipboard clock1 closed_book closed_lock_with_key cloud
    collision compass computer computer_mouse construction construction_worker control_knobs cookie cop copyright
    crown crystal_ball currency_exchange cyclone dango dart dash date deciduous_tree desktop_computer detective
    diamond_shape_with_a_dot_inside dizzy dna dog dollar door droplet e-mail ear earth_africa earth_americas
    earth_asia egg electric_plug email envelope evergreen_tree exclamation eye eyeglasses eyes factory family
    fast_forward female_detective file_cabinet file_folder film_projector film_strip fire fire_engine fireworks
    first_quarter_moon fishing_pole_and_fish fist flags flashlight floppy_disk flying_saucer fork_and_knife
    fountain_pen four_leaf_clover framed_picture free game_die gear gem ghost gift gift_heart globe_with_meridians
    gorilla graduation_cap green_apple green_book green_circle green_heart grey_exclamation grey_question grin
    guardsman guitar hammer hammer_and_pick hammer_and_wrench hand handshake hash hatched_chick headphones heart
    heart_eyes hearts heavy_check_mark heavy_exclamation_mark heavy_plus_sign herb hibiscus high_brightness hocho
    hospital hotsprings hourglass hourglass_flowing_sand house hugs ice_cube inbox_tray incoming_envelope infinity
    information_source interrobang iphone jigsaw joystick key keyboard keycap_ten label ladder large_blue_circle
    large_blue_diamond large_orange_diamond last_quarter_moon leaves ledger left_speech_bubble level_slider link lock
    lock_with_ink_pen loudspeaker love_letter luggage mag mag_right magic_wand magnet mailbox mailbox_with_mail
    man_technologist mantelpiece_clock maple_leaf mechanical_arm mechanical_leg medal_military medal_sports mega memo
    microphone microscope milky_way money_with_wings moneybag monkey monocle_face mortar_board mountain movie_camera
    moyai muscle mushroom musical_note national_park nerd_face new newspaper newspaper_roll no_entry notebook
    notebook_with_decorative_cover notes nut_and_bolt octocat octopus office ok_hand old_key open_book
    open_file_folder open_hands orange_book orange_circle outbox_tray package page_facing_up page_with_curl paintbrush
    palm_tree panda_face paperclip paperclips parrot partying_face passport_control pen pencil pencil2
    people_holding_hands petri_dish phone pick pill pineapple point_down point_left point_right point_up pray printer
    purple_circle purple_heart pushpin question rainbow raised_hand raised_hands ramen recycle red_circle registered
    repeat ribbon ring robot rocket rosette rotating_light round_pushpin runner sailboat satellite sauropod school
    school_satchel scissors scroll seedling shamrock shield ship shipit shopping_cart signal_strength skull
    small_blue_diamond small_orange_diamond small_red_triangle smile smiley snake snowflake sos sparkle sparkler
    sparkles sparkling_heart speaker speaking_head speech_balloon spider_web spiral_calendar spiral_notepad stadium
    star star2 stars statue_of_liberty stethoscope stopwatch straight_ruler sun_with_face sunflower sunglasses sunny
    sunrise surfer sushi sweat_drops syringe t-rex tada tea teacher technologist telephone telephone_receiver
    telescope tent test_tube thinking thought_balloon thumbsdown thumbsup ticket timer_clock tm toolbox top tornado
    trackball traffic_light triangular_flag_on_post triangular_ruler trident trophy truck tulip tv unicorn unlock
    vertical_traffic_light vhs video_camera video_game violin volcano warning watch wave wavy_dash whale whale2
    wheel_of_dharma white_check_mark white_circle wind_chime wolf woman_technologist world_map wrench writing_hand x
    yellow_heart yum zap zzz
"""
_CODE = re.compile(rf"(?<![\w:/])(?::(?:[+-]1|{'|'.join(map(re.escape, _NAMES.split()))}):)+(?![\w:/])")


def drop_shortcodes(state: StateCore) -> None:
    """Drop the shortcodes of a text that markdown-it has read; code and addresses keep theirs."""
    for block in state.tokens:
        for token in block.children or ():
            if token.type == "text":
                token.content = without_shortcodes(token.content)


def without_shortcodes(text: str) -> str:
    """Return the text without shortcodes: whole ones that GitHub knows, beside which is neither letter nor colon."""
    return _CODE.sub("", text)
